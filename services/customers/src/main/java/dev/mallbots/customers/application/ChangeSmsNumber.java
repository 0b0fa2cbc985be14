package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.SmsNumber;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ChangeSmsNumber {

    private final Customers customers;

    ChangeSmsNumber(Customers customers) {
        this.customers = customers;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, String smsNumber) {
        return customers.update(id, customer -> customer.changeSmsNumber(new SmsNumber(smsNumber)));
    }
}
