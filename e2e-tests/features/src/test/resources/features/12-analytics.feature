Feature: Analytics
  Sales, the funnel of baskets, and the trail of every event, from the topics alone.

  Background:
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100

  Scenario: A completed order is a sale, its basket is in the last stage, and its trail is complete
    Given "Ann" has an order for 2 "Bread" that is "ready"
    When she pays the invoice
    Then the order becomes "completed"
    And 2 "Bread" are sold for 6.40
    And of the baskets that were started since, 1 are started, 1 are checkedOut, 1 are approved, 1 are ready, 1 are completed
    And its trail has BasketStarted, BasketItemAdded, BasketCheckedOut, OrderCreated, ShoppingListCreated, PaymentConfirmed, ShoppingListAvailable, OrderApproved, ShoppingListAssigned, ShoppingListStarted, OrderInProgress, ShoppingListCompleted, OrderReadied, InvoiceCreated, PaymentCaptured, InvoicePaid, OrderCompleted

  Scenario: Analytics is added to a running mall and reads its whole history
    Given "Ann" has an order for 2 "Bread" that is "ready"
    And she pays the invoice
    And the order becomes "completed"
    And analytics has never been there
    When analytics comes
    Then 2 "Bread" are sold for 6.40
    And of the baskets that were started since, 1 are started, 1 are checkedOut, 1 are approved, 1 are ready, 1 are completed
    And its trail has BasketStarted, BasketItemAdded, BasketCheckedOut, OrderCreated, ShoppingListCreated, PaymentConfirmed, ShoppingListAvailable, OrderApproved, ShoppingListAssigned, ShoppingListStarted, OrderInProgress, ShoppingListCompleted, OrderReadied, InvoiceCreated, PaymentCaptured, InvoicePaid, OrderCompleted
