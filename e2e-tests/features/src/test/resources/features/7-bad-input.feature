Feature: Bad input
  Bad input gets an error that names the field, and changes nothing.

  Scenario Outline: <what>
    When a client sends <method> "<path>" with <body>
    Then it is refused with status <status>
    And the error body is whole
    And the violation names "<field>"

    Examples:
      | what                     | method | path                                                   | body                                                                                  | status | field          |
      | a blank name             | POST   | /api/stores                                            | {"name": " ", "location": "A1"}                                                       | 400    | name           |
      | a field left out         | POST   | /api/stores                                            | {"name": "Bakery"}                                                                    | 400    | location       |
      | an unknown field         | POST   | /api/stores                                            | {"name": "Bakery", "location": "A1", "owner": "me"}                                   | 400    | owner          |
      | a wrong type             | POST   | /api/stores                                            | {"name": ["Bakery"], "location": "A1"}                                                | 400    | name           |
      | a negative price         | POST   | /api/stores/01900000-0000-7000-8000-000000000000/products | {"name": "Bread", "description": "", "sku": "1", "price": -1}                      | 400    | price          |
      | a price as text          | POST   | /api/stores/01900000-0000-7000-8000-000000000000/products | {"name": "Bread", "description": "", "sku": "1", "price": "1"}                     | 400    | price          |
      | a fifth decimal          | POST   | /api/stores/01900000-0000-7000-8000-000000000000/products | {"name": "Bread", "description": "", "sku": "1", "price": 1.00001}                 | 400    | price          |
      | an absurd price          | POST   | /api/stores/01900000-0000-7000-8000-000000000000/products | {"name": "Bread", "description": "", "sku": "1", "price": 1e300}                   | 400    | price          |
      | an id that is no UUID    | GET    | /api/stores/42                                         | nothing                                                                               | 400    | id             |
      | a number that is none    | POST   | /api/customers                                         | {"name": "Ann", "smsNumber": "call me"}                                               | 400    | smsNumber      |
      | a customer that is none  | POST   | /api/baskets                                           | {"customerId": "Ann"}                                                                 | 400    | customerId     |
      | nothing to pay           | POST   | /api/payments                                          | {"customerId": "01900000-0000-7000-8000-000000000000", "amount": 0}                   | 400    | amount         |
      | an order without items   | POST   | /api/ordering                                          | {"items": [], "customerId": "01900000-0000-7000-8000-000000000000", "paymentId": "01900000-0000-7000-8000-000000000000"} | 400 | items |
      | an unknown status        | POST   | /api/search/orders                                     | {"filters": {"status": "lost"}}                                                       | 400    | filters.status |
      | a limit out of range     | GET    | /api/stores?limit=501                                  | nothing                                                                               | 400    | limit          |

  Scenario Outline: <what> is not a server error
    When a client sends <method> "<path>" with <body>
    Then it is refused with status <status>
    And the error body is whole

    Examples:
      | what                  | method | path                                                    | body                            | status |
      | broken JSON           | POST   | /api/stores                                             | {"name": "Bakery",              | 400    |
      | no body               | POST   | /api/stores                                             | nothing                         | 400    |
      | a list for an object  | POST   | /api/stores                                             | []                              | 400    |
      | an unknown store      | GET    | /api/stores/01900000-0000-7000-8000-000000000000        | nothing                         | 404    |
      | an unknown order      | GET    | /api/ordering/01900000-0000-7000-8000-000000000000      | nothing                         | 404    |
      | an unknown basket     | GET    | /api/baskets/01900000-0000-7000-8000-000000000000       | nothing                         | 404    |
      | an unknown customer   | GET    | /api/customers/01900000-0000-7000-8000-000000000000     | nothing                         | 404    |
      | an unknown product    | GET    | /api/stores/products/01900000-0000-7000-8000-000000000000 | nothing                       | 404    |
      | an unknown path       | GET    | /api/nothing                                            | nothing                         | 404    |
      | a method that is none | PATCH  | /api/stores                                             | {}                              | 405    |

  Scenario: The error's media type is the client's, if it names only one
    When a client that takes only "application/json" asks for an unknown store
    Then the error comes as "application/json"
    When a client that takes only "*/*" asks for an unknown store
    Then the error comes as "application/problem+json"

  Scenario: Fault 4, an unreadable message blocks no other message and is not lost
    Given a store "Bakery" that sells "Bread" for 3.20
    And a customer "Ann"
    And "Ann" has authorized a payment of 100
    When somebody publishes rubbish on every topic
    And "Ann" has an order for 1 "Bread" that is "ready"
    Then the rubbish is kept as a dead letter of "ordering"
