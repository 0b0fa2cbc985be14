Feature: Stores and customers
  The changes that owners and operators may make.

  Scenario: A store participates once it is enabled
    Given a store "Bakery" that does not take part and sells "Bread" for 3.20
    Then "Bakery" is not among the participating stores
    When "Bakery" is enabled
    Then "Bakery" is among the participating stores
    When "Bakery" is enabled
    Then it is refused with status 409

  Scenario: Prices rise by an increase and fall by a decrease
    Given a store "Bakery" that sells "Bread" for 3.20
    When the price of "Bread" rises to 3.00
    Then it is refused with status 400
    When the price of "Bread" falls to 3.00
    Then "Bread" costs 3.00
    When the price of "Bread" falls to 3.10
    Then it is refused with status 400

  Scenario: A removed product is not found
    Given a store "Bakery" that sells "Bread" for 3.20
    And the product "Bread" is removed
    When the price of "Bread" rises to 4.00
    Then it is refused with status 409

  Scenario: A customer is disabled once
    Given a customer "Ann"
    When "Ann" is disabled
    And "Ann" is disabled
    Then it is refused with status 409
