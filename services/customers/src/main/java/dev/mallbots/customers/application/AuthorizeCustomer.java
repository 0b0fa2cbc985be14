package dev.mallbots.customers.application;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Decides whether a customer may order. Refuses disabled and unknown customers. */
@ApplicationScoped
public class AuthorizeCustomer {

    private final Customers customers;

    AuthorizeCustomer(Customers customers) {
        this.customers = customers;
    }

    @WithSession
    public Uni<Void> handle(UUID id) {
        return customers.find(id).invoke(known -> known.customer().authorize()).replaceWithVoid();
    }
}
