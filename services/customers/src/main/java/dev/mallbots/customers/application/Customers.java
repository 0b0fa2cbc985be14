package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.CustomerEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All customers. What happens to one is kept and told to the other contexts in the same transaction. */
public interface Customers {

    /** Fails with a Conflict when there is a customer of that id. */
    Uni<Void> create(UUID id, List<CustomerEvent> events);

    /** Fails with NotFound for an unknown customer, and with LostRace when somebody else was faster. */
    Uni<Void> update(UUID id, Function<Customer, List<CustomerEvent>> decide);

    /** Fails with NotFound for an unknown customer. */
    Uni<Known> find(UUID id);

    /** @param sequence how many events there have been of this customer: a later state has a higher one */
    record Known(Customer customer, long sequence) {}
}
