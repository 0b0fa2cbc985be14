Feature: The story of an order
  Operators see where an order is, without a look into any database.

  Scenario: An operator sees who sent and who handled each message of an order
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100
    When "Ann" fills a basket with 1 "Bread"
    And she checks the basket out
    Then the order becomes "ready"
    And the order's story tells
      | sender     | message                               | handled by |
      | baskets    | BasketCheckedOut                      | ordering   |
      | ordering   | OrderCreated                          | order-saga |
      | ordering   | OrderCreated                          | search     |
      | order-saga | command 'authorize customer'          | customers  |
      | customers  | reply to 'authorize customer': done   | order-saga |
      | order-saga | command 'create shopping list'        | depot      |
      | order-saga | command 'confirm payment'             | payments   |
      | depot      | reply to 'initiate shopping': done    | order-saga |
      | order-saga | command 'approve order'               | ordering   |
    And the story says "The saga is completed."
