Feature: Lost offsets
  Kafka may forget how far its groups have come, long after the services have forgotten which messages they had.

  Scenario: Every service hears its whole history once more, and nothing changes
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100
    And "Ann" has an order for 2 "Bread" that is "ready"
    And she pays the invoice
    And the order becomes "completed"
    And nothing is under way in the mall
    When all services lose their offsets and what their inboxes knew
    Then they come to the end of their topics once more
    And know what they knew before, and have told nothing new
