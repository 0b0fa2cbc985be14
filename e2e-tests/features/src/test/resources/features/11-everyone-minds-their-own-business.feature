Feature: Callers access only their own data
  Every call needs a token, and reads and changes only the caller's own data.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And a customer "Ben"

  Scenario: Only its customer reads an order
    Given "Ann" has authorized a payment of 100
    And "Ann" has an order for 1 "Bread" that is "ready"
    Then "Ann" may look at the order
    And "Ben" may not look at the order
    And "Ben" may not watch the order
    And "Ben" may not cancel the order
    And the depot's staff may not look at the order
    And somebody without a token may not look at the order
    And the order is still "ready"

  Scenario: Only its owner changes a store
    When a store owner opens a store
    Then she may rename it
    And another store owner may not rename it
    And "Ann" may not rename it
    And somebody without a token may look at it

  Scenario: Only operators use the operations API
    Then "Ann" may not list the sagas
    And an operator may list the sagas
