package dev.mallbots.notifications.out.persistence;

import dev.mallbots.notifications.application.Contacts;
import dev.mallbots.notifications.domain.Contact;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class StoredContacts implements Contacts {

    @Override
    public Uni<Set<UUID>> unknownOf(Set<UUID> customers) {
        return Panache.getSession()
                .flatMap(session -> session.createQuery(
                                "select customerId from Contact where customerId in :ids", UUID.class)
                        .setParameter("ids", customers)
                        .getResultList())
                .map(known ->
                        customers.stream().filter(id -> !known.contains(id)).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Uni<Void> keep(Contact contact, long sequence) {
        return Panache.getSession()
                .flatMap(session -> session.createMutationQuery("""
                                insert into Contact (customerId, name, smsNumber, sequence)
                                values (:id, :name, :number, :sequence)
                                on conflict (customerId) do update
                                set name = excluded.name, smsNumber = excluded.smsNumber, sequence = excluded.sequence
                                where sequence < excluded.sequence""")
                        .setParameter("id", contact.customerId())
                        .setParameter("name", contact.name())
                        .setParameter("number", contact.smsNumber())
                        .setParameter("sequence", sequence)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> changeNumber(UUID customerId, String smsNumber, long sequence) {
        return Panache.getSession()
                .flatMap(session -> session.createMutationQuery("""
                                update Contact set smsNumber = :number, sequence = :sequence
                                where customerId = :id and sequence < :sequence""")
                        .setParameter("id", customerId)
                        .setParameter("number", smsNumber)
                        .setParameter("sequence", sequence)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
