Feature: An order completes
  A customer fills a basket from several stores, pays once, and robots collect the goods.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20 and "Cake" for 12.5001
    And a customer "Ann"

  Scenario: Fault 1, the flow can't finish: from a basket to a completed order
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "ready"
    And its invoice is over 3.20 and "pending"
    When she pays the invoice
    Then the order becomes "completed"
    And its payment becomes "captured"
    And its shopping list becomes "completed"
    And its saga becomes "completed"

  Scenario: An order from several stores, with one line twice
    Given a store "Bookshop" that sells "Novel" for 9.99
    And "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread" and 2 "Novel" and 2 "Bread"
    Then the basket holds 3 "Bread" and 2 "Novel"
    When she checks the basket out
    Then the order becomes "ready"
    And its invoice is over 29.58 and "pending"
    And its shopping list has a stop at "Bakery" for 3 "Bread"
    And its shopping list has a stop at "Bookshop" for 2 "Novel"

  Scenario: Fault 8, removing one of two items removes both
    When "Ann" fills a basket with 3 "Bread"
    And she takes 1 "Bread" out of the basket
    Then the basket holds 2 "Bread"

  Scenario: Amounts are exact
    Given "Ann" has authorized a payment of 37.5003
    When "Ann" fills a basket with 3 "Cake"
    And she checks the basket out
    Then the order becomes "ready"
    And its invoice is over 37.5003 and "pending"

  Scenario: An order that a client places by itself, at the catalogue's prices
    Given "Ann" has authorized a payment of 10
    When "Ann" orders 2 "Bread" at 3.20 each without a basket
    Then the order becomes "ready"

  Scenario: Fault 7, the client's price is not trusted
    Given "Ann" has authorized a payment of 10
    When "Ann" orders 2 "Bread" at 0.01 each without a basket
    Then it is refused with status 409
    And the sentence mentions "price"

  Scenario: An invoice is paid once
    Given "Ann" has authorized a payment of 100
    And "Ann" has an order for 1 "Bread" that is "ready"
    When she pays the invoice
    And she pays the invoice again
    Then it is refused with status 409
