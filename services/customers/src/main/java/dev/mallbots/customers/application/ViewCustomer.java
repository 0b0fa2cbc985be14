package dev.mallbots.customers.application;

import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ViewCustomer {

    private final Customers customers;
    private final Caller caller;

    ViewCustomer(Customers customers, Caller caller) {
        this.customers = customers;
        this.caller = caller;
    }

    @WithSession
    public Uni<Customers.Known> handle(UUID id) {
        caller.mustBe(id, Roles.SERVICE);
        return customers.find(id);
    }
}
