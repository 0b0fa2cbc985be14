Feature: An order is cancelled
  A customer may cancel until the goods are collected.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 1000

  Scenario: While it is pending: the saga compensates
    Given the "customers" service does not answer
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "pending"
    When she cancels the order
    Then the order becomes "cancelled"
    When the "customers" service answers again
    Then its saga becomes "compensated"
    And the order is still "cancelled"
    And its payment becomes "voided"
    And it has no live shopping list

  Scenario: Fault 6, an order can't be approved after it was cancelled
    Given the "depot" service does not answer
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "pending"
    When she cancels the order
    And the "depot" service answers again
    Then its saga becomes "compensated"
    And the order is still "cancelled"
    And its payment becomes "voided"
    And it has no live shopping list

  Scenario: While it is approved: its list is cancelled and its payment voided
    Given every robot is busy for a while
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "approved"
    When she cancels the order
    Then the order becomes "cancelled"
    And its shopping list becomes "cancelled"
    And its payment becomes "voided"

  Scenario: While a robot collects it
    Given stores enough to keep a robot walking
    When "Ann" fills a basket with something from each of them
    And she checks the basket out
    Then the order becomes "in-progress"
    When she cancels the order
    Then the order becomes "cancelled"
    And its shopping list becomes "cancelled"
    And its payment becomes "voided"

  Scenario: Refused once it is ready
    Given "Ann" has an order for 1 "Bread" that is "ready"
    When she cancels the order
    Then it is refused with status 409
    And the order is still "ready"

  Scenario: Refused the second time
    Given the "customers" service does not answer
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "pending"
    When she cancels the order
    And she cancels the order again
    Then it is refused with status 409
    And the "customers" service answers again
