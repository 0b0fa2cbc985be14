package dev.mallbots.customers.out.persistence;

import dev.mallbots.platform.unitofwork.Entities;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** The customers that a batch of messages names. */
class NamedByMessages implements UnitOfWork.Memory {

    final Entities<CustomerEntity> customers = new Entities<>(CustomerEntity.class, it -> it.id, LockModeType.NONE);

    @Produces
    @Singleton
    static UnitOfWork.Member inEachBatch() {
        return NamedByMessages::new;
    }

    /** Empty outside of a batch. */
    static Optional<NamedByMessages> current() {
        return UnitOfWork.current().map(unit -> unit.memory(NamedByMessages.class));
    }

    @Override
    public Uni<Void> load(UnitOfWork.Subjects subjects) {
        return customers.load(subjects.named("customer_id"));
    }
}
