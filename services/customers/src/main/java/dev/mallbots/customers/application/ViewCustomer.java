package dev.mallbots.customers.application;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ViewCustomer {

    private final Customers customers;

    ViewCustomer(Customers customers) {
        this.customers = customers;
    }

    @WithSession
    public Uni<Customers.Known> handle(UUID id) {
        return customers.find(id);
    }
}
