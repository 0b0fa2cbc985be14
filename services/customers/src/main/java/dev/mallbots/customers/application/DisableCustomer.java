package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.Customer;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class DisableCustomer {

    private final Customers customers;

    DisableCustomer(Customers customers) {
        this.customers = customers;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return customers.update(id, Customer::disable);
    }
}
