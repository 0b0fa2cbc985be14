Feature: Instances side by side
  Every service may have several instances, and each instance may die at any moment.

  Scenario: One of two instances is killed while orders are in progress, and every order completes after a pause
    Given there are two of each service that takes an order on its way
    And a store "Bakery" that sells "Bread" for 3.20
    And 12 customers have each filled a basket with 1 "Bread"
    When 6 of them check out
    And one each of ordering, order-saga, payments and depot is killed
    And 6 of them check out
    Then all their orders become "ready"
    When they pay their invoices
    Then all their orders become "completed"

  Scenario: The same request under one key, sent through both gateways at once, is done once
    Given there are two gateways
    And a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    When "Ann" fills a basket with 1 "Bread"
    And she puts 1 "Bread" into the basket 10 times, each time through both gateways at once under one key
    Then the basket holds 11 "Bread"
    When she authorizes a payment 10 times, each time through both gateways at once under one key
    Then she has 10 payments

  Scenario: The next page of a list comes from another gateway
    Given there are two gateways
    And stores enough to keep a robot walking
    When somebody pages through all stores, each page at another gateway than the one before
    Then every store was there once
