package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Delay;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Records that an order is delayed because a service that must agree to it can't be reached. */
@ApplicationScoped
public class NoteOrderDelay {

    private final Delays delays;

    NoteOrderDelay(Delays delays) {
        this.delays = delays;
    }

    @WithTransaction
    public Uni<Void> handle(Delay delay) {
        return delays.note(delay);
    }
}
