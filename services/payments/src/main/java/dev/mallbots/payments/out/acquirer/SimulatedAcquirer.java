package dev.mallbots.payments.out.acquirer;

import dev.mallbots.payments.application.Acquirer;
import dev.mallbots.platform.idempotency.OpenSession;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Accepts everything, unless its settings make it decline, be slow or time out. */
@DefaultBean
@ApplicationScoped
class SimulatedAcquirer implements Acquirer {

    private final Vertx vertx;
    private final AcquirerSettings settings;

    SimulatedAcquirer(Vertx vertx, AcquirerSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    @Override
    public Uni<Answer> authorize(UUID paymentId, Money amount) {
        return answer(amount);
    }

    @Override
    public Uni<Answer> capture(UUID paymentId, Money amount) {
        return answer(amount);
    }

    @Override
    public Uni<Void> release(UUID paymentId) {
        return inTime(settings.delay());
    }

    private Uni<Answer> answer(Money amount) {
        Duration needed = isAbove(settings.timeOutAbove(), amount) ? Duration.ofDays(1) : settings.delay();
        return inTime(needed)
                .map(_ -> isAbove(settings.declineAbove(), amount)
                        ? new Answer.Declined("the bank does not give %s".formatted(amount))
                        : new Answer.Accepted());
    }

    private Uni<Void> inTime(Duration needed) {
        return Uni.createFrom().deferred(() -> {
            if (OpenSession.isThere()) {
                throw new IllegalStateException("the bank is asked inside a transaction");
            }
            return answerAfter(needed);
        });
    }

    private Uni<Void> answerAfter(Duration needed) {
        if (needed.compareTo(settings.timeout()) <= 0) {
            return after(needed);
        }
        return after(settings.timeout())
                .onItem()
                .failWith(() -> new Unavailable("the acquirer", new TimeoutException("no answer in time")));
    }

    private Uni<Void> after(Duration pause) {
        if (pause.toMillis() == 0) {
            return Uni.createFrom().voidItem();
        }
        // a Vert.x timer fires on the caller's context, the only one on which its next session may be opened
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(pause.toMillis(), _ -> emitter.complete(null)));
    }

    private static boolean isAbove(Optional<BigDecimal> limit, Money amount) {
        return limit.filter(it -> amount.amount().compareTo(it) > 0).isPresent();
    }
}
