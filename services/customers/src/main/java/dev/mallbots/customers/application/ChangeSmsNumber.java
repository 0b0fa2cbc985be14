package dev.mallbots.customers.application;

import dev.mallbots.customers.domain.SmsNumber;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ChangeSmsNumber {

    private final Customers customers;
    private final Caller caller;

    ChangeSmsNumber(Customers customers, Caller caller) {
        this.customers = customers;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, String smsNumber) {
        caller.mustBe(id);
        SmsNumber number = new SmsNumber(smsNumber);
        return customers.update(id, customer -> customer.changeSmsNumber(number));
    }
}
