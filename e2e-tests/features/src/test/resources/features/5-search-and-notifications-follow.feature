Feature: Search and notifications follow
  Staff find orders by their data; customers get one notification for each step.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100

  Scenario: An order is found with its names, total and status
    Given "Ann" has an order for 2 "Bread" that is "ready"
    Then search finds it by customer, status "ready", store "Bakery", product "Bread" and a total of 6.40
    And search shows it with customer "Ann", store "Bakery", product "Bread" and status "ready"

  Scenario: Search follows renames
    Given "Ann" has an order for 1 "Bread" that is "ready"
    When the store "Bakery" is rebranded to "Boulangerie"
    And the product "Bread" is rebranded to "Baguette"
    Then search shows it with customer "Ann", store "Boulangerie", product "Baguette" and status "ready"

  Scenario: The customer gets one notification for each step
    Given "Ann" has an order for 1 "Bread" that is "ready"
    When she pays the invoice
    Then the order becomes "completed"
    And "Ann" is told once each of "order-created", "order-approved", "order-ready", "order-completed"

  Scenario: Later notifications go to a new number
    When "Ann" changes her number to "+49 (151) 999-0000"
    And everybody has heard of her number
    And "Ann" has an order for 1 "Bread" that is "ready"
    Then "Ann" is told of "order-ready" at "+49 (151) 999-0000"

  Scenario: A rejection is notified, and found by search
    Given a customer "Bob"
    And "Bob" has authorized a payment of 0.01
    And "Bob" has an order for 1 "Bread" that is "rejected"
    Then "Bob" is told once each of "order-created", "order-rejected"
    And search shows it with customer "Bob", store "Bakery", product "Bread" and status "rejected"
