package dev.mallbots.notifications.application;

import dev.mallbots.notifications.application.CustomerDirectory.Entry;
import dev.mallbots.platform.idempotency.RolledBack;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Fetches customers that the copies lack, for many events at once, and keeps them. */
@ApplicationScoped
public class FindContacts {

    private static final int AT_ONCE = 16;

    private final Contacts contacts;
    private final CustomerDirectory directory;

    FindContacts(Contacts contacts, CustomerDirectory directory) {
        this.contacts = contacts;
        this.directory = directory;
    }

    /**
     * Must not be called within a transaction: no transaction stays open during the call to customers.
     *
     * @return the reason why customers could not be asked for those still missing; empty if none are missing or it has answered
     */
    public Uni<Optional<Unavailable>> handle(Set<UUID> customers) {
        return Panache.withSession(() -> contacts.unknownOf(customers))
                .chain(unknown -> unknown.isEmpty() ? nobodyIsMissing() : askAndKeep(unknown));
    }

    private Uni<Optional<Unavailable>> askAndKeep(Set<UUID> customers) {
        return Multi.createFrom()
                .iterable(customers)
                .onItem()
                .transformToUni(directory::find)
                .merge(AT_ONCE)
                .collect()
                .asList()
                .chain(found -> RolledBack.triedAgain(() -> Panache.withTransaction(() -> keep(found))))
                .chain(FindContacts::nobodyIsMissing)
                .onFailure(Unavailable.class)
                .recoverWithItem(away -> Optional.of((Unavailable) away));
    }

    /** In the order of their ids, which is the lock order of the copies. */
    private Uni<Void> keep(List<Optional<Entry>> found) {
        List<Entry> entries = found.stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(entry -> entry.contact().customerId()))
                .toList();
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(entry -> contacts.keep(entry.contact(), entry.sequence()))
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Optional<Unavailable>> nobodyIsMissing() {
        return Uni.createFrom().item(Optional.empty());
    }
}
