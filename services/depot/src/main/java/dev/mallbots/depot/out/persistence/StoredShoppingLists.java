package dev.mallbots.depot.out.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.depot.application.ShoppingLists;
import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.ShoppingListEvent;
import dev.mallbots.depot.domain.Stop;
import dev.mallbots.depot.out.messaging.ShoppingListEventTranslator;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class StoredShoppingLists implements ShoppingLists {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final TypeReference<List<Stop>> STOPS = new TypeReference<>() {};

    private final Outbox outbox;
    private final ObjectMapper json;

    StoredShoppingLists(Outbox outbox, ObjectMapper json) {
        this.outbox = outbox;
        this.json = json;
    }

    @Override
    public Uni<Void> add(UUID id, List<ShoppingListEvent> events) {
        var entity = new ShoppingListEntity();
        var messages = take(entity, null, events);
        return Panache.getSession()
                .chain(session -> session.persist(entity))
                .invoke(() -> OrdersOfMessages.current().ifPresent(orders -> orders.add(entity)))
                .chain(() -> outbox.publish(messages));
    }

    @Override
    @WithSession
    public Uni<ShoppingList> get(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(ShoppingListEntity.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("shopping list", id))
                .map(this::toShoppingList);
    }

    @Override
    public Uni<Purpose> purpose(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select orderId, origin from ShoppingList where id = :id", Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("shopping list", id))
                .map(row -> new Purpose((UUID) row[0], (Origin) row[1]));
    }

    @Override
    public Uni<Optional<ShoppingList>> holdLiveFor(UUID order) {
        return OrdersOfMessages.current()
                .map(orders -> orders.list(order))
                .orElseGet(() -> queryLiveFor(order))
                .map(entity -> Optional.ofNullable(entity).map(this::toShoppingList));
    }

    private static Uni<ShoppingListEntity> queryLiveFor(UUID order) {
        return query("from ShoppingList where orderId = :order and status <> CANCELLED")
                // a later lock alone would leave data in the session that was read before another transaction's
                // decision
                .chain(query -> query.setParameter("order", order)
                        .setLockMode(LockMode.PESSIMISTIC_WRITE)
                        .getSingleResultOrNull());
    }

    @Override
    @WithSession
    public Uni<Page<ShoppingList>> list(Optional<UUID> order, PageRequest page) {
        UUID after = page.after(1).map(cursor -> cursor.uuid(0)).orElse(BEFORE_ALL);
        var query = order.map(it -> query("from ShoppingList where orderId = :order and id > :after order by id")
                        .map(asked -> asked.setParameter("order", it)))
                .orElseGet(() -> query("from ShoppingList where id > :after order by id"));
        return query.chain(asked -> asked.setParameter("after", after)
                        .setMaxResults(page.rowsToFetch())
                        .getResultList())
                .map(rows -> page.page(toShoppingLists(rows), list -> Cursor.of(list.id())));
    }

    @Override
    public Uni<ShoppingList> update(UUID id, Function<ShoppingList, List<ShoppingListEvent>> decide) {
        return OrdersOfMessages.current()
                .map(OrdersOfMessages::loadAll)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> Panache.getSession())
                .chain(session -> session.find(ShoppingListEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("shopping list", id))
                .chain(entity -> {
                    var before = toShoppingList(entity);
                    var messages = take(entity, before, decide.apply(before));
                    return outbox.publish(messages).map(_ -> toShoppingList(entity));
                });
    }

    @Override
    public Uni<List<ShoppingList>> holdAvailable(int most) {
        return query("from ShoppingList where status = AVAILABLE order by id").chain(query -> hold(query, most));
    }

    @Override
    public Uni<Boolean> isOneAvailable() {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select id from ShoppingList where status = AVAILABLE", UUID.class)
                        .setMaxResults(1)
                        .getSingleResultOrNull())
                .map(Objects::nonNull);
    }

    @Override
    public Uni<List<ShoppingList>> holdDue(Instant now, int most) {
        return query("from ShoppingList where status = ACTIVE and due <= :now order by due")
                .chain(query -> hold(query.setParameter("now", now), most));
    }

    @Override
    public Uni<Optional<Instant>> nextDue() {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select min(due) from ShoppingList where status = ACTIVE", Instant.class)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    private Uni<List<ShoppingList>> hold(Mutiny.SelectionQuery<ShoppingListEntity> query, int most) {
        return query.setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .setMaxResults(most)
                .getResultList()
                .map(this::toShoppingLists);
    }

    private static Uni<Mutiny.SelectionQuery<ShoppingListEntity>> query(String hql) {
        return Panache.getSession().map(session -> session.createSelectionQuery(hql, ShoppingListEntity.class));
    }

    private List<OutgoingMessage> take(ShoppingListEntity entity, ShoppingList before, List<ShoppingListEvent> events) {
        var list = before;
        var messages = new ArrayList<OutgoingMessage>();
        for (var event : events) {
            list = ShoppingList.apply(list, event);
            messages.add(ShoppingListEventTranslator.translate(list, ++entity.sequence, event));
            entity.become(list);
        }
        if (before == null) {
            entity.stops = write(list.stops());
        }
        return messages;
    }

    private List<ShoppingList> toShoppingLists(List<ShoppingListEntity> rows) {
        return rows.stream().map(this::toShoppingList).toList();
    }

    private ShoppingList toShoppingList(ShoppingListEntity entity) {
        try {
            return entity.toShoppingList(json.readValue(entity.stops, STOPS));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the stops of shopping list " + entity.id + " can't be read", e);
        }
    }

    private String write(List<Stop> stops) {
        try {
            return json.writeValueAsString(stops);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
