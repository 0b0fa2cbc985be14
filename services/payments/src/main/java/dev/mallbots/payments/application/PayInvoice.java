package dev.mallbots.payments.application;

import dev.mallbots.payments.application.Acquirer.Answer;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class PayInvoice {

    private final Invoices invoices;
    private final Payments payments;
    private final Acquirer acquirer;
    private final Caller caller;

    PayInvoice(Invoices invoices, Payments payments, Acquirer acquirer, Caller caller) {
        this.invoices = invoices;
        this.payments = payments;
        this.acquirer = acquirer;
        this.caller = caller;
    }

    /**
     * The money is taken while invoice and payment are held, so nobody can adjust, pay or cancel meanwhile; when that fails,
     * nothing has happened here, and paying again asks the acquirer for the same again.
     */
    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return invoices.update(id, invoice -> {
                    caller.mustBe(invoice.customerId());
                    return invoice.pay();
                })
                .call(invoice -> payments.update(invoice.paymentId(), it -> it.capture(id, invoice.amount())))
                .chain(invoice -> acquirer.capture(invoice.paymentId(), invoice.amount()))
                .invoke(PayInvoice::requireAccepted)
                .replaceWithVoid();
    }

    private static void requireAccepted(Answer answer) {
        switch (answer) {
            case Answer.Accepted _ -> {}
            case Answer.Declined(var reason) -> throw new Conflict("the payment was declined: " + reason);
        }
    }
}
