Feature: Baskets
  Only an open basket changes, and it sells at the prices of the catalogue.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20 and "Cake" for 12.50
    And a customer "Ann"

  Scenario: A cancelled basket can't be checked out or changed
    When "Ann" fills a basket with 1 "Bread"
    And she cancels the basket
    And she checks the basket out with a payment that does not exist
    Then it is refused with status 409
    When she puts 1 "Cake" into the basket
    Then it is refused with status 409

  Scenario: An empty basket can't be checked out
    When "Ann" fills a basket with 1 "Bread"
    And she takes 1 "Bread" out of the basket
    Then the basket is empty
    When she checks the basket out with a payment that does not exist
    Then it is refused with status 400
    And the sentence mentions "the basket has no items"

  Scenario: A basket is checked out once
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    And she checks the basket out again
    Then it is refused with status 409

  Scenario: A product that was removed can't be added
    Given the product "Cake" is removed
    When "Ann" fills a basket with 1 "Bread"
    And everybody has heard that "Cake" is removed
    And she puts 1 "Cake" into the basket
    Then it is refused

  Scenario: A product that was removed after it was added can't be bought
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread" and 1 "Cake"
    And the product "Cake" is removed
    And everybody has heard that "Cake" is removed
    And she checks the basket out
    Then it is refused
    And the sentence mentions "Cake"

  Scenario: A price that has changed is shown before it is paid
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 2 "Bread"
    And the price of "Bread" rises to 4.00
    And everybody has heard that "Bread" costs 4.00
    And she checks the basket out
    Then it is refused with status 409
    And the sentence mentions "Bread"
    And the basket holds 2 "Bread" at 4.00
    When she checks the basket out again
    Then the order becomes "ready"
    And its invoice is over 8.00 and "pending"

  Scenario: An unknown product can't be added
    When "Ann" fills a basket with 1 "Bread"
    And she puts a product that does not exist into the basket
    Then it is refused
    And the sentence mentions "product was not located"

  Scenario: A product of a store that does not participate can't be added
    Given a store "Closed shop" that does not take part and sells "Ghost" for 1
    When "Ann" fills a basket with 1 "Bread"
    And she puts 1 "Ghost" into the basket
    Then it is refused
    And the sentence mentions "participat"

  Scenario: A product of a store that has stopped participating can't be checked out
    Given "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And "Bakery" closes
    And everybody has heard that "Bread" is not sold now
    And she checks the basket out
    Then it is refused with status 409
    And the sentence mentions "Bakery does not participate"
    And the violation names "items[0].storeId"
    When "Bakery" is enabled
    And everybody has heard that "Bread" costs 3.20
    And she checks the basket out again
    Then the order becomes "ready"

  Scenario Outline: Fault 8, absurd quantities are refused: <quantity>
    When "Ann" fills a basket with 1 "Bread"
    And she puts <quantity> "Cake" into the basket
    Then it is refused with status 400
    And the violation names "quantity"
    And the basket holds 1 "Bread"

    Examples:
      | quantity    |
      | 0           |
      | -1          |
      | 99999999999 |
      | 1.5         |
