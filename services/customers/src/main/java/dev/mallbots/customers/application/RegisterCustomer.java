package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.Customer;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RegisterCustomer {

    private final Customers customers;
    private final Caller caller;

    RegisterCustomer(Customers customers, Caller caller) {
        this.customers = customers;
        this.caller = caller;
    }

    /**
     * People who register themselves get the id of their token's subject, so that every service recognises them as the owner of their data.
     */
    @WithTransaction
    public Uni<UUID> handle(String name, String smsNumber) {
        UUID id = caller.is(Roles.OPERATOR) ? Ids.next() : caller.id();
        return customers.create(id, Customer.register(id, name, smsNumber)).replaceWith(id);
    }
}
