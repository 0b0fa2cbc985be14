package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.SmsNumber;
import dev.mallbots.platform.kernel.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RegisterCustomer {

    private final Customers customers;

    RegisterCustomer(Customers customers) {
        this.customers = customers;
    }

    @WithTransaction
    public Uni<UUID> handle(String name, String smsNumber) {
        UUID id = Ids.next();
        return customers
                .create(id, Customer.register(id, name, new SmsNumber(smsNumber)))
                .replaceWith(id);
    }
}
