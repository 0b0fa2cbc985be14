package dev.mallbots.depot.application;

import dev.mallbots.depot.application.Copies.StoreCopy;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps a copy of a new store. */
@ApplicationScoped
public class RememberStore {

    private final Copies copies;

    RememberStore(Copies copies) {
        this.copies = copies;
    }

    @WithTransaction
    public Uni<Void> handle(StoreCopy copy) {
        return copies.keepStore(copy);
    }
}
