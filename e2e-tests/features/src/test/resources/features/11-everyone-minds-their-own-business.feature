Feature: Everyone minds their own business
  Whoever calls shows a token, and sees and changes what is theirs.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And a customer "Ben"

  Scenario: An order is its customer's
    Given "Ann" has authorized a payment of 100
    And "Ann" has an order for 1 "Bread" that is "ready"
    Then "Ann" may look at the order
    And "Ben" may not look at the order
    And "Ben" may not watch the order
    And "Ben" may not cancel the order
    And the depot's staff may not look at the order
    And somebody without a token may not look at the order
    And the order is still "ready"

  Scenario: A store is its owner's
    When a store owner opens a store
    Then she may rename it
    And another store owner may not rename it
    And "Ann" may not rename it
    And somebody without a token may look at it

  Scenario: The mall's inside is for operators
    Then "Ann" may not list the sagas
    And an operator may list the sagas
