Feature: Live updates
  Whoever watches an order is told of each change, whichever instance makes it, and misses none while anything is restarted.

  Background:
    Given there are two of each service that takes an order on its way
    And a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100

  Scenario Outline: An order is watched from its check-out to its end while <service> is restarted
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she watches the order
    And <service> is restarted
    Then she is told that the order is "ready"
    When she pays the invoice
    Then she is told that the order is "completed"
    And she was told once each of "pending", "approved", "in-progress", "ready", "completed"
    And nothing more is there to watch

    Examples:
      | service  |
      | ordering |
      | gateway  |
      | postgres |
