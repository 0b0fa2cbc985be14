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

    /** The bank has usually answered by then. */
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
     * That the bank is asked is committed before, and what it answers after: from the first to the second the invoice can't be adjusted, paid
     * by somebody else or cancelled. When the process dies between the two, or the bank gives no answer, the invoice stays so and the bank
     * is asked for the same again, by the next who pays or by {@link FinishBankBusiness}.
     */
    public Uni<Void> handle(UUID id) {
        return once.asking(
                Task.of(PayInvoice.class, Void.class, id),
                () -> begin(id, Instant.now().plus(PATIENCE)).call(this::take),
                invoice -> paying.paid(id));
    }

    /** A client that sends its request twice at once is answered twice: the second request waits for what the bank tells the first. */
    private Uni<Invoice> begin(UUID id, Instant giveUp) {
        return paying.begin(id, invoice -> caller.mustBe(invoice.customerId()))
                .onFailure(
                        failure -> failure instanceof BeingPaid && Instant.now().isBefore(giveUp))
                .recoverWithUni(beingPaid -> pause().chain(() -> begin(id, giveUp)));
    }

    /** By a timer of Vert.x, which fires on the caller's context: the next transaction can be begun on no other. */
    private static Uni<Void> pause() {
        Vertx vertx = Vertx.currentContext().owner();
        return Uni.createFrom().emitter(over -> vertx.setTimer(LOOK_AGAIN.toMillis(), fired -> over.complete(null)));
    }

    /** The same for an invoice whose payer nobody has heard of since. */
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
