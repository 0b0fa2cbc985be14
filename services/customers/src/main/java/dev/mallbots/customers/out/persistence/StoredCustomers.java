package dev.mallbots.customers.out.persistence;

import dev.mallbots.customers.application.Customers;
import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.CustomerEvent;
import dev.mallbots.customers.out.messaging.CustomerEventTranslator;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class StoredCustomers implements Customers {

    private final Outbox outbox;

    StoredCustomers(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> create(UUID id, List<CustomerEvent> events) {
        var entity = new CustomerEntity();
        var messages = take(entity, null, events);
        return Panache.getSession()
                .flatMap(session -> session.find(CustomerEntity.class, id)
                        .onItem()
                        .ifNotNull()
                        .failWith(() -> new Conflict("customer %s is registered already".formatted(id)))
                        .chain(() -> session.persist(entity))
                        .chain(() -> flush(session, id)))
                .chain(() -> outbox.publish(messages));
    }

    @Override
    public Uni<Void> update(UUID id, Function<Customer, List<CustomerEvent>> decide) {
        return Panache.getSession()
                .flatMap(session -> load(session, id).flatMap(entity -> {
                    var current = entity.toDomain();
                    var messages = take(entity, current, decide.apply(current));
                    return flush(session, id).chain(() -> outbox.publish(messages));
                }));
    }

    @Override
    public Uni<Known> find(UUID id) {
        return Panache.getSession()
                .flatMap(session -> load(session, id))
                .map(entity -> new Known(entity.toDomain(), entity.sequence));
    }

    private static Uni<CustomerEntity> load(Mutiny.Session session, UUID id) {
        return NamedByMessages.current()
                .map(named -> named.customers.find(id))
                .orElseGet(() -> session.find(CustomerEntity.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("customer", id));
    }

    private static List<OutgoingMessage> take(CustomerEntity entity, Customer before, List<CustomerEvent> events) {
        var customer = before;
        var messages = new ArrayList<OutgoingMessage>();
        for (var event : events) {
            customer = Customer.apply(customer, event);
            messages.add(CustomerEventTranslator.translate(customer.id(), ++entity.sequence, event));
            entity.take(customer);
        }
        return messages;
    }

    // before the messages, not at the commit: a lost race is reported as such, and the transaction that holds the row
    // writes its messages
    // first, so that messages leave in the order of the changes
    private static Uni<Void> flush(Mutiny.Session session, UUID id) {
        return session.flush()
                .onFailure(e -> e instanceof OptimisticLockException
                        || e instanceof StaleStateException
                        || e instanceof ConstraintViolationException)
                .transform(e -> new LostRace("customer", id));
    }
}
