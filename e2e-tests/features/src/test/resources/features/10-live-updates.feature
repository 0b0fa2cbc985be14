Feature: Live updates
  A client that follows an order receives each change of any instance, and misses none while processes are restarted.

  Background:
    Given there are two of each service that takes an order on its way
    And a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100

  Scenario Outline: An order is followed from its check-out to its end while <service> is restarted
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she watches the order
    And <service> is restarted
    Then she is told that the order is "ready"
    When she pays the invoice
    Then she is told that the order is "completed"
    And nothing more is there to watch
    And she was told once each of "pending", "approved", "in-progress", "ready", "completed"

    Examples:
      | service  |
      | ordering |
      | gateway  |
      | postgres |

  Scenario: An order is followed from its check-out to its end while everything else is restarted
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she watches the order
    And order-saga, payments, depot, issuer, stores, customers, baskets, notifications and search are restarted together
    And kafka is restarted
    Then she is told that the order is "ready"
    When she pays the invoice
    Then she is told that the order is "completed"
    And nothing more is there to watch
    And she was told once each of "pending", "approved", "in-progress", "ready", "completed"

  Scenario: Two clients that follow an order through different gateways receive the same changes
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she watches the order
    And an operator watches it through the second gateway
    Then she is told that the order is "ready"
    When she pays the invoice
    Then nothing more is there to watch
    And both were told once each of "pending", "approved", "in-progress", "ready", "completed"

  Scenario: A client of a killed gateway continues at the other one
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she watches the order through the second gateway
    Then she is told that the order is "pending"
    When the second gateway is killed
    Then she goes on at the first gateway
    And she is told that the order is "ready"
    When she pays the invoice
    Then nothing more is there to watch
    And she was told once each of "pending", "approved", "in-progress", "ready", "completed"
