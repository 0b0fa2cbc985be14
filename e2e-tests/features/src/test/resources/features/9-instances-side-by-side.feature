Feature: Instances side by side
  Every service may run several times over, and each instance may fall at any moment.

  Scenario: One of two instances is killed while orders are under way, and no order notices but by a pause
    Given there are two of each service that takes an order on its way
    And a store "Bakery" that sells "Bread" for 3.20
    And 12 customers have each filled a basket with 1 "Bread"
    When 6 of them check out
    And one each of ordering, order-saga, payments and depot is killed
    And 6 of them check out
    Then all their orders become "ready"
    When they pay their invoices
    Then all their orders become "completed"
