package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ViewInvoice {

    private final Invoices invoices;
    private final Caller caller;

    ViewInvoice(Invoices invoices, Caller caller) {
        this.invoices = invoices;
        this.caller = caller;
    }

    @WithSession
    public Uni<Invoice> handle(UUID id) {
        return invoices.get(id).invoke(invoice -> caller.mustBe(invoice.customerId()));
    }
}
