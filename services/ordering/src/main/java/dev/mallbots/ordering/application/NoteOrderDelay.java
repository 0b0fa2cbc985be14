package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Delay;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Somebody who has to agree to an order can't be reached: its customer has to wait. */
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
