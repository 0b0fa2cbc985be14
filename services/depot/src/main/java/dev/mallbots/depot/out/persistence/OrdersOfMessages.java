package dev.mallbots.depot.out.persistence;

import static dev.mallbots.platform.unitofwork.Sql.column;

import dev.mallbots.depot.domain.ShoppingListStatus;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.LockMode;

/**
 * The orders that a batch of messages is about, and their lists: two statements lock both, the orders first. An order that the depot does
 * not know yet is noted at the end. If another transaction has noted it meanwhile, the race is lost, and the batch is handled again.
 */
class OrdersOfMessages implements UnitOfWork.Memory {

    private static final String LOCK =
            "select id, is_over from collected_order where id = any($1::uuid[]) order by id for update";

    private static final String NOTE = """
            insert into collected_order (id, is_over)
            select id, is_over from unnest($1::uuid[], $2::boolean[]) noted (id, is_over) order by id
            on conflict do nothing
            """;

    private static final String END = "update collected_order set is_over = true where id = any($1::uuid[])";

    private static final String LIVE = "from ShoppingList where orderId in :orders and status <> CANCELLED order by id";

    private Set<UUID> keys = Set.of();
    /** Loaded, whether the depot knows them or not. */
    private final Set<UUID> loaded = new HashSet<>();
    /** Whether they have ended; those that the database has. */
    private final Map<UUID, Boolean> isOver = new HashMap<>();
    /** Whether they have ended; those that the database has not. */
    private final TreeMap<UUID, Boolean> noted = new TreeMap<>();

    private final Set<UUID> ended = new HashSet<>();
    private final Map<UUID, ShoppingListEntity> lists = new HashMap<>();

    @Produces
    @Singleton
    static UnitOfWork.Member inEachBatch() {
        return OrdersOfMessages::new;
    }

    /** Empty outside of a batch. */
    static Optional<OrdersOfMessages> current() {
        return UnitOfWork.current().map(unit -> unit.memory(OrdersOfMessages.class));
    }

    /** Loads nothing yet: most messages of stores, products and lists need none. The key of a message about an order is the order's id. */
    @Override
    public Uni<Void> load(UnitOfWork.Subjects subjects) {
        keys = subjects.keys();
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> loadIfMissing(UUID order) {
        return loaded.contains(order) ? Uni.createFrom().voidItem() : loadMissing(Set.of(order));
    }

    private Uni<Void> loadMissing(Set<UUID> orders) {
        Set<UUID> missing = new HashSet<>(keys);
        missing.addAll(orders);
        missing.removeAll(loaded);
        return missing.isEmpty() ? Uni.createFrom().voidItem() : load(missing);
    }

    private Uni<Void> load(Set<UUID> orders) {
        return Sql.select(LOCK, (Object) orders.toArray(UUID[]::new))
                .invoke(rows -> rows.forEach(row -> isOver.put((UUID) row[0], (Boolean) row[1])))
                .chain(() -> Panache.getSession())
                .chain(session -> session.createSelectionQuery(LIVE, ShoppingListEntity.class)
                        .setParameter("orders", orders)
                        .setLockMode(LockMode.PESSIMISTIC_WRITE)
                        .getResultList())
                .invoke(live -> {
                    live.forEach(list -> lists.put(list.orderId, list));
                    loaded.addAll(orders);
                })
                .replaceWithVoid();
    }

    /** @return whether the order has ended */
    Uni<Boolean> hold(UUID order) {
        return loadIfMissing(order)
                .map(done -> isOver.containsKey(order) ? isOver.get(order) : noted.computeIfAbsent(order, it -> false));
    }

    Uni<Void> end(UUID order) {
        return loadIfMissing(order).invoke(() -> {
            if (isOver.containsKey(order)) {
                isOver.put(order, true);
                ended.add(order);
            } else {
                noted.put(order, true);
            }
        });
    }

    /** @return the order's list that is not cancelled; null if it has none */
    Uni<ShoppingListEntity> list(UUID order) {
        return loadIfMissing(order).map(done -> lists.get(order)).map(list -> isLive(list) ? list : null);
    }

    private static boolean isLive(ShoppingListEntity list) {
        return list != null && list.status != ShoppingListStatus.CANCELLED;
    }

    /** Brings the lists of all orders into the session, locked. */
    Uni<Void> loadAll() {
        return loadMissing(keys);
    }

    /** @param list the only one of its order */
    void add(ShoppingListEntity list) {
        lists.put(list.orderId, list);
    }

    @Override
    public Uni<Void> write() {
        return writeNotes().chain(() -> writeEnds());
    }

    private Uni<Void> writeNotes() {
        List<Map.Entry<UUID, Boolean>> orders = List.copyOf(noted.entrySet());
        return orders.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.update(
                                NOTE,
                                column(orders, Map.Entry::getKey, UUID[]::new),
                                column(orders, Map.Entry::getValue, Boolean[]::new))
                        .invoke(written -> {
                            if (written < orders.size()) {
                                throw new LostRace(
                                        "an order of the depot",
                                        orders.getFirst().getKey());
                            }
                        })
                        .replaceWithVoid();
    }

    private Uni<Void> writeEnds() {
        return ended.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.update(END, (Object) ended.toArray(UUID[]::new)).replaceWithVoid();
    }
}
