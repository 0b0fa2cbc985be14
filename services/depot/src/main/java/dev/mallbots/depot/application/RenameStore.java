package dev.mallbots.depot.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Renames a store; lists created from then on have the new name. */
@ApplicationScoped
public class RenameStore {

    private final Copies copies;

    RenameStore(Copies copies) {
        this.copies = copies;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, String name, long sequence) {
        return copies.renameStore(id, name, sequence);
    }
}
