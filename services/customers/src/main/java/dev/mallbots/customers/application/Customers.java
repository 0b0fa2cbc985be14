package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.CustomerEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All customers. One transaction stores a change and publishes its events. */
public interface Customers {

    /** Fails with a Conflict if a customer with that id exists. */
    Uni<Void> create(UUID id, List<CustomerEvent> events);

    /** Fails with NotFound for an unknown customer, and with LostRace if another transaction changed the customer first. */
    Uni<Void> update(UUID id, Function<Customer, List<CustomerEvent>> decide);

    /** Fails with NotFound for an unknown customer. */
    Uni<Known> find(UUID id);

    /** @param sequence the number of the customer's events; a later state has a higher one */
    record Known(Customer customer, long sequence) {}
}
