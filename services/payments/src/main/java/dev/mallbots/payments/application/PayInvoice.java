package dev.mallbots.payments.application;

import dev.mallbots.payments.application.Acquirer.Answer;
import dev.mallbots.payments.domain.BeingPaid;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

@ApplicationScoped
public class PayInvoice {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** The time in which the bank usually answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Paying paying;
    private final Acquirer acquirer;
    private final Once once;
    private final Caller caller;

    PayInvoice(Paying paying, Acquirer acquirer, Once once, Caller caller) {
        this.paying = paying;
        this.acquirer = acquirer;
        this.once = once;
        this.caller = caller;
    }

    /**
     * One transaction before the call to the bank records the call, and one after it records the answer. Between the two the invoice can't
     * be adjusted, cancelled or paid by another request. If the process dies in between, or the bank does not answer, the invoice stays in
     * that state, and the next request to pay it or {@link FinishBankBusiness} repeats the same call.
     */
    public Uni<Void> handle(UUID id) {
        return once.asking(
                Task.of(PayInvoice.class, Void.class, id),
                () -> begin(id, Instant.now().plus(PATIENCE)).call(this::take),
                invoice -> paying.paid(id));
    }

    /** Two concurrent requests of a client get the same answer: the second waits for the bank's answer to the first. */
    private Uni<Invoice> begin(UUID id, Instant giveUp) {
        return paying.begin(id, invoice -> caller.mustBe(invoice.customerId()))
                .onFailure(
                        failure -> failure instanceof BeingPaid && Instant.now().isBefore(giveUp))
                .recoverWithUni(beingPaid -> pause().chain(() -> begin(id, giveUp)));
    }

    /** Uses a Vert.x timer, which fires on the caller's context: the next transaction must begin on that context. */
    private static Uni<Void> pause() {
        Vertx vertx = Vertx.currentContext().owner();
        return Uni.createFrom().emitter(over -> vertx.setTimer(LOOK_AGAIN.toMillis(), fired -> over.complete(null)));
    }

    /** Repeats the call for an invoice whose process has not recorded an answer. */
    Uni<Void> again(UUID id) {
        return paying.begin(id, invoice -> {}).call(this::take).chain(() -> paying.paid(id));
    }

    private Uni<Void> take(Invoice invoice) {
        return acquirer.capture(invoice.paymentId(), invoice.amount())
                .onFailure()
                .call(() -> paying.unanswered(invoice.id()).onFailure().recoverWithNull())
                .chain(answer -> switch (answer) {
                    case Answer.Accepted _ -> Uni.createFrom().voidItem();
                    case Answer.Declined(var reason) ->
                        paying.declined(invoice.id()).invoke(() -> {
                            throw new Conflict("the payment was declined: " + reason);
                        });
                });
    }
}
