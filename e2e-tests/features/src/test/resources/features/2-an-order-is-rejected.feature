Feature: An order is rejected
  The saga undoes its completed steps: a rejected order has neither a shopping list nor a payment.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And a customer "Bob"

  Scenario: The customer is disabled
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And "Ann" is disabled
    And she checks the basket out
    Then the order becomes "rejected"
    And its saga becomes "compensated"
    And its payment becomes "voided"
    And it has no live shopping list

  Scenario: Fault 7, one cent does not pay for everything
    Given "Ann" has authorized a payment of 0.01
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "rejected"
    And its shopping list becomes "cancelled"
    And its saga becomes "compensated"

  Scenario: Fault 7, the payment belongs to another customer
    Given "Bob" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out with the payment of "Bob"
    Then the order becomes "rejected"
    And its shopping list becomes "cancelled"
    And the payment of "Bob" is still "authorized"

  Scenario: Fault 7, the payment was used already
    Given "Ann" has authorized a payment of 100
    And "Ann" has an order for 1 "Bread" that is "ready"
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out with the payment of "Ann"
    Then the order becomes "rejected"
    And its shopping list becomes "cancelled"
    And the payment of "Ann" is still "confirmed"

  Scenario: The payment does not exist
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out with a payment that does not exist
    Then the order becomes "rejected"
    And its shopping list becomes "cancelled"

  Scenario: A rejected order can't be cancelled
    Given "Ann" has authorized a payment of 0.01
    And "Ann" has an order for 1 "Bread" that is "rejected"
    When she cancels the order
    Then it is refused with status 409
    And the order is still "rejected"
