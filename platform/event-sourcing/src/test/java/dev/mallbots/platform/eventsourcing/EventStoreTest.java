package dev.mallbots.platform.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mallbots.platform.eventsourcing.Change.Recorded;
import dev.mallbots.platform.eventsourcing.TabEvent.TabClosed;
import dev.mallbots.platform.eventsourcing.TabEvent.TabItemAdded;
import dev.mallbots.platform.eventsourcing.TabEvent.TabOpened;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class EventStoreTest {

    private static final AggregateType<Tab, TabEvent> TAB = AggregateType.of("Tab", TabEvent.class, Tab::apply);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");

    @Inject
    EventStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    Vertx vertx;

    private final UUID id = Ids.next();

    @Test
    void an_aggregate_is_the_result_of_its_events() {
        open();
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2.1005"))));

        assertThat(load()).isEqualTo(new Tab("Ann", NOON, List.of("tea"), Money.of("2.1005"), false));
    }

    @Test
    void several_events_of_one_decision_are_stored_together_and_numbered_without_a_gap() {
        open();
        Change<Tab, TabEvent> change = inTransaction(() -> store.update(
                TAB,
                id,
                tab -> List.of(new TabItemAdded("tea", Money.of("2")), new TabItemAdded("cake", Money.of("3.5")))));

        assertThat(change.version()).isEqualTo(3);
        assertThat(change.events()).extracting(Recorded::version).containsExactly(2L, 3L);
        assertThat(load().total()).isEqualTo(Money.of("5.5"));
    }

    @Test
    void a_decision_without_events_writes_nothing() {
        open();
        Change<Tab, TabEvent> change = inTransaction(() -> store.update(TAB, id, tab -> List.of()));

        assertThat(change.version()).isEqualTo(1);
        assertThat(change.events()).isEmpty();
    }

    @Test
    void fault_4_an_unknown_id_is_not_found_and_never_a_blank_aggregate() {
        assertThatThrownBy(this::load).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> store.update(TAB, id, Tab::close)))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void the_stream_of_another_kind_of_aggregate_is_not_found() {
        open();
        AggregateType<Tab, TabEvent> other = AggregateType.of("Bill", TabEvent.class, Tab::apply);

        assertThatThrownBy(() -> inTransaction(() -> store.load(other, id))).isInstanceOf(NotFound.class);
    }

    @Test
    void a_stream_is_created_once() {
        open();

        assertThatThrownBy(this::open).isInstanceOf(Conflict.class).hasMessageContaining("already");
    }

    @Test
    void fault_4_a_truncated_stream_is_never_loaded_as_complete() throws Exception {
        open();
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2"))));
        execute("delete from event where stream_id = '%s' and version = 2".formatted(id));

        assertThatThrownBy(this::load).isInstanceOf(DamagedStream.class).hasMessageContaining("lacks its event 2");
    }

    @Test
    void fault_4_a_stream_with_a_gap_is_never_loaded_as_complete() throws Exception {
        open();
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2"))));
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("cake", Money.of("3"))));
        execute("delete from event where stream_id = '%s' and version = 2".formatted(id));

        assertThatThrownBy(this::load).isInstanceOf(DamagedStream.class).hasMessageContaining("lacks its event 2");
    }

    @Test
    void fault_2_every_exception_rolls_back_the_append() {
        open();

        assertThatThrownBy(() -> inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2")))
                        .invoke(() -> {
                            throw new StackOverflowError("a panic");
                        })))
                .hasStackTraceContaining("a panic");
        assertThat(load().items()).isEmpty();
    }

    @Test
    void fault_6_of_many_concurrent_transitions_exactly_one_wins() {
        open();

        List<CompletableFuture<Object>> racers = IntStream.range(0, 8)
                .mapToObj(i -> start(() -> store.update(TAB, id, Tab::close))
                        .<Object>handle((change, failure) -> failure == null ? change : failure))
                .toList();

        List<Object> outcomes = racers.stream().map(CompletableFuture::join).toList();
        assertThat(outcomes).filteredOn(Change.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Throwable.class::isInstance)
                .hasSize(7)
                .allSatisfy(failure -> assertThat((Throwable) failure).isInstanceOf(Conflict.class));
    }

    @Test
    void after_a_lost_race_the_decision_is_made_again_on_the_new_state() {
        open();

        List<CompletableFuture<Change<Tab, TabEvent>>> guests = IntStream.range(0, 4)
                .mapToObj(i -> start(() -> store.update(TAB, id, tab -> tab.add("tea " + i, Money.of("1")))))
                .toList();
        guests.forEach(CompletableFuture::join);

        assertThat(load().items()).containsExactlyInAnyOrder("tea 0", "tea 1", "tea 2", "tea 3");
        assertThat(load().total()).isEqualTo(Money.of("4"));
    }

    @Test
    void snapshots_do_not_change_the_state() throws Exception {
        AggregateType<Tab, TabEvent> withSnapshots = TAB.snapshotEvery(3, 1, Tab.class);
        open();
        for (int i = 0; i < 7; i++) {
            String item = "tea " + i;
            inTransaction(() -> store.update(withSnapshots, id, tab -> tab.add(item, Money.of("0.1"))));
        }

        Tab fromSnapshot = inTransaction(() -> store.load(withSnapshots, id));
        assertThat(count("snapshot where stream_id = '%s' and version = 6".formatted(id)))
                .isEqualTo(1);
        assertThat(fromSnapshot).isEqualTo(load());
        execute("delete from snapshot");
        assertThat(inTransaction(() -> store.load(withSnapshots, id))).isEqualTo(fromSnapshot);
    }

    @Test
    void a_snapshot_of_an_older_revision_is_ignored() throws Exception {
        AggregateType<Tab, TabEvent> withSnapshots = TAB.snapshotEvery(1, 1, Tab.class);
        open();
        inTransaction(() -> store.update(withSnapshots, id, tab -> tab.add("tea", Money.of("1"))));
        execute("update snapshot set state = '{}' where stream_id = '%s'".formatted(id));

        Tab tab = inTransaction(() -> store.load(TAB.snapshotEvery(1, 2, Tab.class), id));
        assertThat(tab.items()).containsExactly("tea");
    }

    @Test
    void an_event_of_an_older_revision_is_read_as_the_current_one() throws Exception {
        open();
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2"))));
        execute(
                "update event set payload = '{\"name\": \"tea\", \"cents\": 210}' where stream_id = '%s' and version = 2"
                        .formatted(id));
        AggregateType<Tab, TabEvent> today = TAB.revised(TabItemAdded.class, 2, payload -> {
                    payload.set("item", payload.remove("name"));
                    return payload;
                })
                .revised(TabItemAdded.class, 3, payload -> {
                    payload.put("price", payload.remove("cents").decimalValue().movePointLeft(2));
                    return payload;
                });

        Tab tab = inTransaction(() -> store.load(today, id));
        assertThat(tab.items()).containsExactly("tea");
        assertThat(tab.total()).isEqualTo(Money.of("2.1"));

        inTransaction(() -> store.update(today, id, Tab::close));
        inTransaction(() -> store.update(today, id, it -> it.add("water", Money.ZERO)));
        assertThat(count("event where stream_id = '%s' and type = 'TabItemAdded' and revision = 3".formatted(id)))
                .isEqualTo(1);
        assertThat(inTransaction(() -> store.load(today, id)).items()).containsExactly("tea", "water");
    }

    @Test
    void a_field_that_an_event_gained_is_null_in_what_was_stored_before() throws Exception {
        open();
        execute("update event set payload = payload - 'guest' where stream_id = '%s'".formatted(id));
        assertThatThrownBy(this::load).isInstanceOf(DamagedStream.class);

        Tab tab = inTransaction(() -> store.load(TAB.gained(TabOpened.class, "guest"), id));

        assertThat(tab.guest()).isNull();
    }

    @Test
    void no_decision_is_made_on_a_revision_of_a_newer_release() throws Exception {
        AggregateType<Tab, TabEvent> newer = TAB.revised(TabItemAdded.class, 2, payload -> payload.put("discount", 0));
        open();
        inTransaction(() -> store.update(newer, id, tab -> tab.add("tea", Money.of("2"))));

        assertThatThrownBy(() -> inTransaction(() -> store.update(TAB, id, Tab::close)))
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "revision 2 of event TabItemAdded of Tab is not known to this release: a newer one has to take it");
        assertThatThrownBy(this::load).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> inTransaction(() -> store.since(TAB, Map.of(id, 0L))))
                .isInstanceOf(Unavailable.class);
        assertThat(count("event where stream_id = '%s'".formatted(id))).isEqualTo(2);
        assertThat(inTransaction(() -> store.load(newer, id)).items()).containsExactly("tea");
    }

    @Test
    void no_decision_is_made_on_an_event_of_a_newer_release() throws Exception {
        open();
        execute("update event set type = 'TabSplit', revision = 3 where stream_id = '%s'".formatted(id));

        assertThatThrownBy(() -> inTransaction(() -> store.update(TAB, id, Tab::close)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("event TabSplit of Tab is not known to this release: a newer one has to take it");
    }

    @Test
    void new_events_of_several_aggregates_are_returned_in_order() {
        UUID other = Ids.next();
        open();
        inTransaction(() -> store.create(TAB, other, List.of(new TabOpened("Bob", NOON))));
        inTransaction(() -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2"))));
        inTransaction(() -> store.update(TAB, id, Tab::close));
        Instant before = Instant.now().minusSeconds(60);

        List<PastEvent<TabEvent>> since =
                inTransaction(() -> store.since(TAB, Map.of(id, 1L, other, 0L, Ids.next(), 0L)));

        assertThat(since)
                .filteredOn(event -> event.aggregateId().equals(id))
                .extracting(PastEvent::version, PastEvent::event)
                .containsExactly(tuple(2L, new TabItemAdded("tea", Money.of("2"))), tuple(3L, new TabClosed()));
        assertThat(since)
                .filteredOn(event -> event.aggregateId().equals(other))
                .extracting(PastEvent::version)
                .containsExactly(1L);
        assertThat(since)
                .hasSize(3)
                .allSatisfy(event ->
                        assertThat(event.at()).isBetween(before, Instant.now().plusSeconds(60)));
    }

    @Test
    void known_events_and_aggregates_of_another_kind_are_not_returned() {
        open();
        AggregateType<Tab, TabEvent> bill = AggregateType.of("Bill", TabEvent.class, Tab::apply);

        assertThat(inTransaction(() -> store.since(TAB, Map.of(id, 1L)))).isEmpty();
        assertThat(inTransaction(() -> store.since(TAB, Map.of()))).isEmpty();
        assertThat(inTransaction(() -> store.since(bill, Map.of(id, 0L)))).isEmpty();
    }

    @Test
    void in_a_unit_of_work_a_decision_sees_the_events_of_the_decision_before_it() throws Exception {
        UUID other = Ids.next();
        open();
        inUnit(
                Set.of(id, other),
                () -> store.create(TAB, other, List.of(new TabOpened("Bob", NOON)))
                        .chain(() -> store.update(TAB, other, tab -> tab.add("tea of " + tab.guest(), Money.of("2"))))
                        .chain(() -> store.update(TAB, id, tab -> tab.add("cake", Money.of("3"))))
                        .chain(() ->
                                store.update(TAB, id, tab -> tab.add(tab.items().getFirst() + "s", Money.of("3"))))
                        .chain(() -> store.load(TAB, id))
                        .invoke(tab -> assertThat(tab.items()).containsExactly("cake", "cakes"))
                        .replaceWithVoid());

        assertThat(load().items()).containsExactly("cake", "cakes");
        assertThat(inTransaction(() -> store.load(TAB, other)).items()).containsExactly("tea of Bob");
        assertThat(count("stream where id = '%s' and version = 2".formatted(other)))
                .isEqualTo(1);
        assertThat(count("event where stream_id = '%s'".formatted(id))).isEqualTo(3);
    }

    @Test
    void a_unit_of_work_loads_a_stream_that_it_was_not_told_of() {
        open();
        inUnit(
                Set.of(),
                () -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2")))
                        .replaceWithVoid());

        assertThat(load().items()).containsExactly("tea");
    }

    @Test
    void in_a_unit_of_work_a_stream_is_created_once() {
        open();
        UUID other = Ids.next();

        assertThatThrownBy(() -> inUnit(
                        Set.of(id),
                        () -> store.create(TAB, id, List.of(new TabOpened("Bob", NOON)))
                                .replaceWithVoid()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> inUnit(
                        Set.of(),
                        () -> store.create(TAB, other, List.of(new TabOpened("Bob", NOON)))
                                .chain(() -> store.create(TAB, other, List.of(new TabOpened("Bob", NOON))))
                                .replaceWithVoid()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> inTransaction(() -> store.load(TAB, other))).isInstanceOf(NotFound.class);
    }

    @Test
    void a_unit_of_work_that_lost_a_race_writes_nothing_at_all() {
        UUID other = Ids.next();
        open();

        assertThatThrownBy(() -> inUnit(
                        Set.of(id),
                        () -> store.update(TAB, id, tab -> tab.add("cake", Money.of("3")))
                                .chain(() -> store.create(TAB, other, List.of(new TabOpened("Bob", NOON))))
                                .chain(() -> inAnotherTransaction(
                                        () -> store.update(TAB, id, tab -> tab.add("tea", Money.of("2")))))
                                .replaceWithVoid()))
                .isInstanceOf(LostRace.class);

        assertThat(load().items()).containsExactly("tea");
        assertThatThrownBy(() -> inTransaction(() -> store.load(TAB, other))).isInstanceOf(NotFound.class);
    }

    @Test
    void snapshots_do_not_change_the_state_in_a_unit_of_work() throws Exception {
        AggregateType<Tab, TabEvent> withSnapshots = TAB.snapshotEvery(2, 1, Tab.class);
        open();
        for (String item : List.of("tea", "cake", "water")) {
            inUnit(
                    Set.of(id),
                    () -> store.update(withSnapshots, id, tab -> tab.add(item, Money.of("1")))
                            .replaceWithVoid());
        }

        assertThat(count("snapshot where stream_id = '%s' and version = 4".formatted(id)))
                .isEqualTo(1);
        inUnit(
                Set.of(id),
                () -> store.load(TAB.snapshotEvery(2, 2, Tab.class), id)
                        .invoke(tab -> assertThat(tab.items()).containsExactly("tea", "cake", "water"))
                        .replaceWithVoid());
    }

    /** Continues on the caller's context. */
    private <T> Uni<T> inAnotherTransaction(Supplier<Uni<T>> work) {
        Context caller = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> start(work))
                .emitOn(next -> caller.runOnContext(turn -> next.run()));
    }

    private void inUnit(Set<UUID> ids, Supplier<Uni<Void>> work) {
        inTransaction(() -> UnitOfWork.of(List.of(Streams::new), () -> ids, List.of(), work));
    }

    private void open() {
        inTransaction(() -> store.create(TAB, id, List.of(new TabOpened("Ann", NOON))));
    }

    private Tab load() {
        return inTransaction(() -> store.load(TAB, id));
    }

    private <T> T inTransaction(Supplier<Uni<T>> work) {
        return Uni.createFrom().completionStage(() -> start(work)).await().atMost(Duration.ofSeconds(20));
    }

    /** Runs each transaction on a Vert.x context of its own, as requests do. */
    private <T> CompletableFuture<T> start(Supplier<Uni<T>> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored ->
                Panache.withTransaction(work::get).subscribe().with(outcome::complete, outcome::completeExceptionally));
        return outcome;
    }

    private void execute(String sql) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String from) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from " + from)) {
            result.next();
            return result.getLong(1);
        }
    }
}
