Feature: One trace
  Operators follow an order through all services and every outbox.

  # In containers, the services reach only the collector of their own network.
  @local-fleet
  Scenario: An order's path is one trace, from the gateway's request to the last consumer
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "ready"
    And one trace runs from the gateway's check-out through baskets, ordering, order-saga, customers, depot, payments, search and notifications
    And the trace shows how long BasketCheckedOut of baskets waited in the outbox
    And the trace shows how long OrderCreated of ordering waited in the outbox
