package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Payment;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ViewPayment {

    private final Payments payments;
    private final Caller caller;

    ViewPayment(Payments payments, Caller caller) {
        this.payments = payments;
        this.caller = caller;
    }

    @WithSession
    public Uni<Payment> handle(UUID id) {
        return payments.get(id).invoke(payment -> caller.mustBe(payment.customerId()));
    }
}
