package dev.mallbots.depot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.contracts.depot.v1.DepotServiceGrpc;
import dev.mallbots.contracts.depot.v1.GetShoppingListRequest;
import dev.mallbots.contracts.depot.v1.InitiateShopping;
import dev.mallbots.contracts.depot.v1.ListBotsRequest;
import dev.mallbots.contracts.depot.v1.ShoppingItem;
import dev.mallbots.contracts.depot.v1.ShoppingListAssigned;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.ShoppingListStatus;
import dev.mallbots.contracts.depot.v1.StopItem;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.depot.application.AssignShoppingList;
import dev.mallbots.depot.application.CompleteShoppingList;
import dev.mallbots.depot.application.LetBotsWork;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithMall
@QuarkusTestResource(StoresOfTheTest.class)
class DepotTest {

    private static final String COMMANDS = "mallbots.depot.commands";
    private static final String REPLIES = "mallbots.order-saga.replies";
    private static final String LISTS = "mallbots.depot.events.ShoppingList";
    private static final String ORDERS = "mallbots.ordering.events.Order";
    private static final String STORES = "mallbots.stores.events.Store";
    private static final String PRODUCTS = "mallbots.stores.events.Product";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String[] WHOLE_LIFE = {
        "ShoppingListCreated",
        "ShoppingListAvailable",
        "ShoppingListAssigned",
        "ShoppingListStarted",
        "ShoppingListCompleted"
    };

    private static final Topics topics = new Topics();

    private final UUID order = Ids.next();

    StoresOfTheTest stores;

    @Inject
    LetBotsWork letBotsWork;

    @Inject
    AssignShoppingList assignShoppingList;

    @Inject
    CompleteShoppingList completeShoppingList;

    @Inject
    dev.mallbots.depot.application.CancelShoppingList cancelShoppingList;

    @Inject
    Transactions transactions;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URL http;

    @AfterAll
    static void hang_up() {
        topics.close();
    }

    @BeforeEach
    void all_bots_are_idle() {
        await().atMost(PATIENCE).until(() -> idleBots().size() == 3);
    }

    @Test
    void an_initiated_list_is_collected_by_a_bot_automatically() {
        UUID list = created(order, item(stores.open("Waldorf Books", "North wing"), "Novel", 1));

        initiate(order, list);

        var completed = topics.awaitReceived(LISTS, list, ShoppingListCompleted.class);
        assertThat(completed.payload().getOrderId()).isEqualTo(order.toString());
        assertThat(completed.correlationId()).contains(order);
        assertThat(completed.sequence()).isEqualTo(5);
        assertThat(topics.types(LISTS, list)).containsExactly(WHOLE_LIFE);
        statusOf(list, "completed");
    }

    @Test
    void a_list_that_is_not_initiated_waits() {
        UUID waiting = created(order, anItem());
        UUID later = Ids.next();

        UUID initiated = created(later, anItem());
        initiate(later, initiated);

        topics.await(LISTS, initiated, ShoppingListCompleted.class);
        statusOf(waiting, "pending");
    }

    @Test
    void stops_have_the_names_of_the_copies_and_quantities_of_a_repeated_product_are_added() {
        UUID books = stores.open("Waldorf Books", "North wing");
        UUID toys = stores.open("Statler Toys", "South wing");
        var novel = item(books, "Novel", 1);
        var kite = item(toys, "Kite", 2);

        UUID list = created(order, novel, kite, novel.toBuilder().setQuantity(4).build());

        var stops = topics.await(LISTS, list, ShoppingListCreated.class).getStopsList();
        assertThat(stops)
                .extracting(stop -> stop.getStoreName(), stop -> stop.getStoreLocation())
                .containsExactly(tuple("Waldorf Books", "North wing"), tuple("Statler Toys", "South wing"));
        assertThat(stops.getFirst().getItemsList())
                .containsExactly(StopItem.newBuilder()
                        .setProductId(novel.getProductId())
                        .setProductName("Novel")
                        .setQuantity(5)
                        .build());
        given().get("/api/depot/shopping/{id}", list)
                .then()
                .statusCode(200)
                .body("shoppingList.orderId", equalTo(order.toString()))
                .body("shoppingList.status", equalTo("pending"))
                .body("shoppingList.stops.storeName", contains("Waldorf Books", "Statler Toys"))
                .body("shoppingList.stops[0].items[0].quantity", equalTo(5));
    }

    @Test
    void known_stores_and_products_are_not_fetched_and_older_events_change_nothing() {
        UUID store = Ids.next();
        UUID product = Ids.next();
        topics.publish(STORES, store, storeCreated(store, "Old Name"), 1);
        topics.publish(STORES, store, storeRebranded(store, "New Name"), 4);
        topics.publish(STORES, store, storeRebranded(store, "Name Between"), 3);
        topics.publish(PRODUCTS, product, productAdded(product, store, "Kite"), 1);
        topics.publish(PRODUCTS, product, productRebranded(product, store, "Red Kite"), 2);
        await().atMost(PATIENCE)
                .until(() -> nameOf("store_copy", store).equals("New Name")
                        && nameOf("product_copy", product).equals("Red Kite"));
        int asked = stores.questions();

        UUID list = created(order, shoppingItem(store, product, 1));

        var stop = topics.await(LISTS, list, ShoppingListCreated.class).getStops(0);
        assertThat(stop.getStoreName()).isEqualTo("New Name");
        assertThat(stop.getItems(0).getProductName()).isEqualTo("Red Kite");
        assertThat(stores.questions()).isEqualTo(asked);
    }

    @Test
    void a_fetched_copy_is_kept_and_older_events_do_not_change_it() {
        UUID store = stores.open("Waldorf Books", "North wing");
        var novel = item(store, "Novel", 1);
        created(order, novel);
        int asked = stores.questions();
        topics.publish(STORES, store, storeRebranded(store, "Before That"), 2);
        topics.publish(STORES, store, storeRebranded(store, "After That"), 4);
        await().atMost(PATIENCE).until(() -> nameOf("store_copy", store).equals("After That"));

        created(Ids.next(), novel);

        assertThat(stores.questions()).isEqualTo(asked);
    }

    @Test
    void a_product_that_stores_does_not_know_is_refused() {
        var item = anItem();
        var unknown = item.toBuilder().setProductId(Ids.next().toString()).build();

        command(order, creation(order, item, unknown));

        assertThat(topics.await(REPLIES, order, CommandFailed.class).getReason())
                .contains("not known");
        create(order, unknown).statusCode(400).body("violations[0].field", equalTo("items[0].productId"));
        create(order, item.toBuilder().setStoreId(Ids.next().toString()).build())
                .statusCode(400)
                .body("violations[0].field", equalTo("items[0].storeId"));
    }

    @Test
    void an_order_is_not_refused_because_stores_does_not_answer() {
        var item = anItem();
        stores.keepSilent(true);
        try {
            create(Ids.next(), item).statusCode(503);
            command(order, creation(order, item));
        } finally {
            stores.keepSilent(false);
        }

        topics.await(REPLIES, order, CreatedShoppingList.class);
    }

    @Test
    void while_stores_does_not_answer_one_wait_serves_all_messages_and_none_delays_the_others() {
        List<UUID> orders = Stream.generate(Ids::next).limit(20).toList();
        var items = orders.stream().map(_ -> anItem()).toList();
        int asked = stores.questions();
        stores.keepSilent(true);
        try {
            for (int i = 0; i < orders.size(); i++) {
                command(orders.get(i), creation(orders.get(i), items.get(i)));
            }
            replyTo(order, command(order, cancellation(order, Ids.next())), CommandSucceeded.class);

            assertThat(stores.questions() - asked).isLessThan(orders.size() / 2);
        } finally {
            stores.keepSilent(false);
        }

        orders.forEach(it -> topics.await(REPLIES, it, CreatedShoppingList.class));
    }

    @Test
    void for_an_order_that_has_ended_every_repeated_command_is_refused() {
        var ends = Map.<String, Function<UUID, UUID>>of(
                "its saga takes it back", it -> command(it, cancellation(it, Ids.next())),
                "it is cancelled", this::cancelOrder,
                "it is rejected", this::rejectOrder);
        ends.forEach((how, end) -> {
            UUID ended = Ids.next();
            var item = anItem();
            UUID list = created(ended, item);
            end.apply(ended);
            topics.await(LISTS, list, ShoppingListCanceled.class);

            UUID again = command(ended, creation(ended, item));

            assertThat(replyTo(ended, again, CommandFailed.class).getReason())
                    .as(how)
                    .contains("is over");
            create(ended, item).statusCode(409);
            replyTo(ended, initiate(ended, list), CommandFailed.class);
            replyTo(ended, command(ended, cancellation(ended, list)), CommandSucceeded.class);
        });
    }

    @Test
    void a_list_is_not_created_after_its_order_has_been_undone() {
        replyTo(order, command(order, cancellation(order, Ids.next())), CommandSucceeded.class);

        replyTo(order, command(order, creation(order, anItem())), CommandFailed.class);

        given().queryParam("orderId", order).get("/api/depot/shopping").then().body("shoppingLists", hasSize(0));
    }

    @Test
    void staff_who_cancel_an_orders_list_give_up_the_order_and_no_other_list_is_created_for_it() {
        var item = anItem();
        UUID list = created(order, item);

        cancel(list).statusCode(200);

        assertThat(topics.await(LISTS, list, ShoppingListCanceled.class).getGivesUpOrder())
                .isTrue();
        replyTo(order, command(order, creation(order, item)), CommandFailed.class);
        create(order, item).statusCode(409);
    }

    @Test
    void staff_who_cancel_a_list_of_their_own_give_up_no_order() {
        UUID list = UUID.fromString(create(order, anItem()).extract().path("id"));

        cancel(list).statusCode(200);

        assertThat(topics.await(LISTS, list, ShoppingListCanceled.class).getGivesUpOrder())
                .isFalse();
    }

    @Test
    void a_saga_that_repeats_its_command_gets_the_same_list() {
        UUID list = created(order, anItem());
        UUID again = command(order, creation(order, anItem()));

        assertThat(replyTo(order, again, CreatedShoppingList.class).getShoppingListId())
                .isEqualTo(list.toString());
        given().queryParam("orderId", order)
                .get("/api/depot/shopping")
                .then()
                .statusCode(200)
                .body("shoppingLists", hasSize(1));
    }

    @Test
    void initiating_twice_succeeds_and_changes_nothing() {
        UUID list = created(order, anItem());
        initiate(order, list);
        topics.await(LISTS, list, ShoppingListCompleted.class);

        replyTo(order, initiate(order, list), CommandSucceeded.class);

        assertThat(topics.types(LISTS, list)).containsExactly(WHOLE_LIFE);
    }

    @Test
    void a_cancelled_list_can_not_be_initiated_and_cancelling_it_again_or_an_unknown_one_succeeds() {
        UUID list = created(order, anItem());

        replyTo(order, command(order, cancellation(order, list)), CommandSucceeded.class);
        topics.await(LISTS, list, ShoppingListCanceled.class);
        replyTo(order, command(order, cancellation(order, list)), CommandSucceeded.class);
        replyTo(order, initiate(order, list), CommandFailed.class);
        UUID nobodysOrder = Ids.next();
        replyTo(nobodysOrder, command(nobodysOrder, cancellation(nobodysOrder, Ids.next())), CommandSucceeded.class);

        assertThat(topics.types(LISTS, list)).containsExactly("ShoppingListCreated", "ShoppingListCanceled");
    }

    @Test
    void the_same_history_once_more_makes_no_list_and_moves_no_bot() {
        UUID store = Ids.next();
        UUID product = Ids.next();
        topics.publish(STORES, store, storeCreated(store, "Old Name"), 1);
        topics.publish(STORES, store, storeRebranded(store, "New Name"), 2);
        topics.publish(PRODUCTS, product, productAdded(product, store, "Kite"), 1);
        topics.publish(PRODUCTS, product, productRebranded(product, store, "Red Kite"), 2);
        UUID list = created(order, shoppingItem(store, product, 1));
        initiate(order, list);
        topics.await(LISTS, list, ShoppingListCompleted.class);
        UUID rejected = Ids.next();
        UUID rejectedList = created(rejected, anItem());
        command(rejected, cancellation(rejected, rejectedList));
        topics.await(LISTS, rejectedList, ShoppingListCanceled.class);
        UUID cancelled = Ids.next();
        UUID cancelledList = created(cancelled, anItem());
        initiate(cancelled, cancelledList);
        cancelOrder(cancelled);
        await().atMost(PATIENCE)
                .until(() -> List.of("ShoppingListCanceled", "ShoppingListCompleted")
                        .contains(topics.types(LISTS, cancelledList).getLast()));

        new LostOffsets(database, topics)
                .changeNothingFor(order, list, rejected, rejectedList, cancelled, cancelledList, store, product);
    }

    @Test
    void a_cancelled_order_frees_its_bot_for_the_next_list() {
        List<UUID> orders = Stream.generate(Ids::next).limit(4).toList();
        List<UUID> lists = orders.stream().map(it -> created(it, aLongWalk())).toList();
        for (int i = 0; i < 4; i++) {
            initiate(orders.get(i), lists.get(i));
        }
        lists.subList(0, 3).forEach(it -> topics.await(LISTS, it, ShoppingListAssigned.class));
        await().atMost(PATIENCE).untilAsserted(() -> statusOf(lists.getLast(), "available"));

        cancelOrder(orders.getFirst());

        topics.await(LISTS, lists.getFirst(), ShoppingListCanceled.class);
        topics.await(LISTS, lists.getLast(), ShoppingListAssigned.class);
        orders.subList(1, 4).forEach(this::cancelOrder);
    }

    @Test
    void the_end_of_an_order_waits_for_a_concurrent_decision_about_its_list_and_cancels_nothing_twice()
            throws SQLException {
        UUID list = created(order, anItem());

        UUID ended;
        try (var somebody = database.getConnection();
                var statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute(
                    "update shopping_list set status = 'CANCELLED', sequence = 2 where id = '%s'".formatted(list));
            ended = cancelOrder(order);
            await().atMost(PATIENCE)
                    .until(() -> count(
                                    "from pg_stat_activity where wait_event_type = 'Lock' and query like '%shopping_list%'")
                            > 0);
            somebody.commit();
        }

        await().atMost(PATIENCE).until(() -> count("from inbox where message_id = '%s'".formatted(ended)) == 1);
        assertThat(count("from shopping_list where id = '%s' and sequence = 2".formatted(list)))
                .isEqualTo(1);
        assertThat(topics.types(LISTS, list)).containsExactly("ShoppingListCreated");
    }

    @Test
    void a_bot_takes_the_oldest_list_first() {
        List<UUID> orders = Stream.generate(Ids::next).limit(4).toList();
        List<UUID> busy = orders.subList(0, 3).stream()
                .map(it -> created(it, aLongWalk()))
                .toList();
        for (int i = 0; i < 3; i++) {
            initiate(orders.get(i), busy.get(i));
        }
        busy.forEach(it -> topics.await(LISTS, it, ShoppingListAssigned.class));
        UUID older = created(order, aLongWalk());
        UUID newer = created(orders.getLast(), aLongWalk());
        initiate(orders.getLast(), newer);
        initiate(order, older);
        await().atMost(PATIENCE).untilAsserted(() -> {
            statusOf(older, "available");
            statusOf(newer, "available");
        });

        complete(busy.getFirst()).statusCode(200);

        topics.await(LISTS, older, ShoppingListAssigned.class);
        statusOf(newer, "available");
        // the waiting list first, so that no bot takes it meanwhile
        cancelOrder(orders.getLast());
        topics.await(LISTS, newer, ShoppingListCanceled.class);
        Stream.of(orders.get(1), orders.get(2), order).forEach(this::cancelOrder);
    }

    @Test
    void two_bots_never_get_one_list() throws Exception {
        List<UUID> orders = Stream.generate(Ids::next).limit(24).toList();
        List<UUID> lists = Collections.synchronizedList(new ArrayList<>());
        var done = new AtomicBoolean();
        try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
            // the rounds of other instances of this service
            var others = IntStream.range(0, 4)
                    .mapToObj(_ -> processes.submit(() -> {
                        while (!done.get()) {
                            transactions.inNew(letBotsWork::handle).await().atMost(PATIENCE);
                        }
                    }))
                    .toList();
            for (UUID it : orders) {
                lists.add(created(it, anItem()));
                initiate(it, lists.getLast());
            }
            lists.forEach(it -> topics.await(LISTS, it, ShoppingListCompleted.class));
            done.set(true);
            for (var other : others) {
                other.get();
            }
        }
        assertThat(lists).allSatisfy(it -> assertThat(topics.types(LISTS, it)).containsExactly(WHOLE_LIFE));
    }

    @Test
    void instances_and_staff_that_compete_for_the_same_bots_and_lists_never_deadlock() throws Exception {
        execute("""
                insert into shopping_list (id, order_id, origin, status, stops, sequence)
                select gen_random_uuid(), gen_random_uuid(), 'STAFF', 'AVAILABLE', '[]', 2 from generate_series(1, 1000)
                """);
        List<UUID> bots = idleBots().stream().map(UUID::fromString).toList();
        try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = Stream.concat(
                            Stream.<Callable<Void>>generate(() -> () -> {
                                        while (count("from shopping_list where status = 'AVAILABLE'") > 0) {
                                            inTransaction(letBotsWork::handle);
                                        }
                                        return null;
                                    })
                                    .limit(6),
                            bots.stream().<Callable<Void>>map(bot -> () -> {
                                for (UUID list = anyList(); list != null; list = anyList()) {
                                    UUID it = list;
                                    unlessRefused(() -> assignShoppingList.handle(it, bot));
                                    unlessRefused(() -> it.hashCode() % 2 == 0
                                            ? cancelShoppingList.handle(it)
                                            : completeShoppingList.handle(it));
                                }
                                return null;
                            }))
                    .map(it -> processes.submit(it))
                    .toList();
            for (var one : all) {
                one.get();
            }
        }
    }

    private UUID anyList() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select id from shopping_list where status = 'AVAILABLE' order by id limit 1")) {
            return rows.next() ? rows.getObject(1, UUID.class) : null;
        }
    }

    private void unlessRefused(Supplier<Uni<Void>> work) {
        try {
            inTransaction(work);
        } catch (Refusal _) {
            // another transaction was first
        }
    }

    private <T> T inTransaction(Supplier<Uni<T>> work) {
        return transactions.inNew(work).await().atMost(PATIENCE);
    }

    @Test
    void a_bot_that_another_transaction_holds_is_found_after_its_release() throws SQLException {
        UUID list = created(order, anItem());
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from bot for update");
            replyTo(order, initiate(order, list), CommandSucceeded.class);
            inTransaction(letBotsWork::handle);
            statusOf(list, "available");
            other.rollback();
        }
        topics.await(LISTS, list, ShoppingListAssigned.class);
    }

    @Test
    void a_walk_that_a_dead_process_began_is_finished_by_the_next_round() throws SQLException {
        UUID list = created(order, aLongWalk());
        initiate(order, list);
        topics.await(LISTS, list, ShoppingListAssigned.class);
        // the walk becomes due while no process has a timer for it
        execute("update shopping_list set due = now() - interval '1 minute' where id = '%s'".formatted(list));

        transactions.inNew(letBotsWork::handle).await().atMost(PATIENCE);

        topics.await(LISTS, list, ShoppingListCompleted.class);
        assertThat(topics.types(LISTS, list)).containsExactly(WHOLE_LIFE);
    }

    @Test
    void staff_create_a_list_and_assign_an_idle_bot_to_it() {
        UUID list = UUID.fromString(
                create(order, aLongWalk()).statusCode(200).extract().path("id"));
        String bot = idleBots().getFirst();

        assign(list, bot).statusCode(200).body("", aMapWithSize(0));

        given().get("/api/depot/shopping/{id}", list)
                .then()
                .body("shoppingList.status", equalTo("active"))
                .body("shoppingList.assignedBotId", equalTo(bot));
        given().get("/api/depot/bots")
                .then()
                .body("bots.find { it.id == '%s' }.status".formatted(bot), equalTo("active"))
                .body("bots.find { it.id == '%s' }.shoppingListId".formatted(bot), equalTo(list.toString()));
        complete(list).statusCode(200).body("", aMapWithSize(0));
        topics.await(LISTS, list, ShoppingListCompleted.class);
        assertThat(topics.types(LISTS, list)).containsExactly(WHOLE_LIFE);
        complete(list).statusCode(409);
        cancel(list).statusCode(409);
    }

    @Test
    void a_bot_that_is_not_idle_can_not_be_assigned() {
        UUID first = UUID.fromString(create(order, aLongWalk()).extract().path("id"));
        UUID second = UUID.fromString(create(Ids.next(), anItem()).extract().path("id"));
        String bot = idleBots().getFirst();
        assign(first, bot).statusCode(200);

        assign(second, bot).statusCode(409).body("message", containsString("is active with shopping list"));
        assign(first, idleBots().getFirst()).statusCode(409);
        assign(second, Ids.next().toString()).statusCode(404);
        assign(second, "r2d2").statusCode(400).body("violations[0].field", equalTo("botId"));
        statusOf(second, "pending");
        cancel(first).statusCode(200);
    }

    @Test
    void staff_can_not_assign_an_orders_list_before_its_saga_has_initiated_it() {
        UUID list = created(order, anItem());

        assign(list, idleBots().getFirst()).statusCode(409);
        complete(list).statusCode(409);
    }

    @Test
    void staff_cancel_a_list_once_and_may_then_create_another() {
        UUID list = UUID.fromString(create(order, anItem()).extract().path("id"));
        create(order, anItem()).statusCode(409);

        cancel(list).statusCode(200).body("", aMapWithSize(0));

        cancel(list).statusCode(409);
        create(order, anItem()).statusCode(200);
        topics.await(LISTS, list, ShoppingListCanceled.class);
    }

    @Test
    void under_one_key_staff_cancel_a_list_once_and_the_repetition_gets_the_same_answer() {
        UUID list = UUID.fromString(create(order, anItem()).extract().path("id"));
        for (int time = 0; time < 2; time++) {
            given().header("Idempotency-Key", "cancel-" + list)
                    .contentType("application/json")
                    .body("{}")
                    .post("/api/depot/shopping/{id}", list)
                    .then()
                    .statusCode(200)
                    .body("", aMapWithSize(0));
        }
        cancel(list).statusCode(409);
    }

    @Test
    void an_unknown_id_is_a_404() {
        given().get("/api/depot/shopping/{id}", Ids.next()).then().statusCode(404);
        cancel(Ids.next()).statusCode(404);
        complete(Ids.next()).statusCode(404);
        assign(Ids.next(), idleBots().getFirst()).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"items":[]}                                                      | orderId
            {"orderId":"7","items":[]}                                        | orderId
            {"orderId":"%s","items":[]}                                       | items
            {"orderId":"%s"}                                                  | items
            {"orderId":"%s","items":[{"productId":"%s","storeId":"%s"}]}      | items[0].quantity
            {"orderId":"%s","items":[{"productId":"%s","storeId":"%s","quantity":0}]} | items[0].quantity
            {"orderId":"%s","items":[{"productId":"x","storeId":"%s","quantity":1}]}  | items[0].productId
            {"orderId":"%s","items":[{"productId":"%s","quantity":1}]}        | items[0].storeId
            """)
    void an_invalid_list_is_refused_field_by_field(String body, String field) {
        given().contentType("application/json")
                .body(body.replace("%s", order.toString()))
                .post("/api/depot/shopping")
                .then()
                .statusCode(400)
                .body("violations.field", hasItem(field));
    }

    @Test
    void lists_and_bots_are_returned_page_by_page() {
        created(order, anItem());
        created(Ids.next(), anItem());

        String next = given().queryParam("limit", 1)
                .get("/api/depot/shopping")
                .then()
                .statusCode(200)
                .body("shoppingLists", hasSize(1))
                .body("next", notNullValue())
                .extract()
                .path("next");
        given().queryParam("limit", 1)
                .queryParam("next", next)
                .get("/api/depot/shopping")
                .then()
                .body("shoppingLists", hasSize(1));
        given().queryParam("limit", 0).get("/api/depot/shopping").then().statusCode(400);
        String moreBots = given().queryParam("limit", 2)
                .get("/api/depot/bots")
                .then()
                .body("bots", hasSize(2))
                .extract()
                .path("next");
        given().queryParam("next", moreBots).get("/api/depot/bots").then().body("bots", hasSize(1));
    }

    @Test
    void the_same_calls_work_over_grpc() {
        UUID list = created(order, anItem());
        var channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        try {
            var grpc = DepotServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE);

            var found = grpc.getShoppingList(GetShoppingListRequest.newBuilder()
                            .setId(list.toString())
                            .build())
                    .getShoppingList();
            assertThat(found.getStatus()).isEqualTo(ShoppingListStatus.SHOPPING_LIST_STATUS_PENDING);
            assertThat(found.getStopsCount()).isEqualTo(1);
            assertThat(grpc.listBots(ListBotsRequest.getDefaultInstance()).getBotsList())
                    .extracting(bot -> bot.getName())
                    .contains("bot 1", "bot 2", "bot 3");
        } finally {
            channel.shutdownNow();
        }
    }

    private UUID created(UUID forOrder, ShoppingItem... items) {
        UUID command = command(forOrder, creation(forOrder, items));
        return UUID.fromString(
                replyTo(forOrder, command, CreatedShoppingList.class).getShoppingListId());
    }

    private static CreateShoppingList creation(UUID order, ShoppingItem... items) {
        return CreateShoppingList.newBuilder()
                .setOrderId(order.toString())
                .addAllItems(List.of(items))
                .build();
    }

    private UUID initiate(UUID forOrder, UUID list) {
        return command(
                forOrder,
                InitiateShopping.newBuilder()
                        .setOrderId(forOrder.toString())
                        .setShoppingListId(list.toString())
                        .build());
    }

    private static CancelShoppingList cancellation(UUID order, UUID list) {
        return CancelShoppingList.newBuilder()
                .setOrderId(order.toString())
                .setShoppingListId(list.toString())
                .build();
    }

    private UUID command(UUID key, Message command) {
        return topics.draft(command).correlatedWith(key).replyTo(REPLIES).publish(COMMANDS, key);
    }

    private <M extends Message> M replyTo(UUID key, UUID command, Class<M> type) {
        return topics.awaitReceived(
                        REPLIES,
                        key,
                        type,
                        reply -> reply.causationId().orElseThrow().equals(command))
                .payload();
    }

    private UUID cancelOrder(UUID id) {
        return topics.publish(
                ORDERS, id, OrderCanceled.newBuilder().setOrderId(id.toString()).build(), 4);
    }

    private UUID rejectOrder(UUID id) {
        return topics.publish(
                ORDERS, id, OrderRejected.newBuilder().setOrderId(id.toString()).build(), 2);
    }

    private ShoppingItem anItem() {
        return item(stores.open("Waldorf Books", "North wing"), "Novel", 1);
    }

    /** Longer than the test, unless a test ends the walk. */
    private ShoppingItem[] aLongWalk() {
        return IntStream.range(0, 200).mapToObj(_ -> anItem()).toArray(ShoppingItem[]::new);
    }

    private ShoppingItem item(UUID store, String name, int quantity) {
        return shoppingItem(store, stores.sell(store, name), quantity);
    }

    private static ShoppingItem shoppingItem(UUID store, UUID product, int quantity) {
        return ShoppingItem.newBuilder()
                .setStoreId(store.toString())
                .setProductId(product.toString())
                .setQuantity(quantity)
                .build();
    }

    private static ValidatableResponse create(UUID order, ShoppingItem... items) {
        String lines = Stream.of(items)
                .map(item -> "{\"productId\":\"%s\",\"storeId\":\"%s\",\"quantity\":%d}"
                        .formatted(item.getProductId(), item.getStoreId(), item.getQuantity()))
                .collect(Collectors.joining(","));
        return given().contentType("application/json")
                .body("{\"orderId\":\"%s\",\"items\":[%s]}".formatted(order, lines))
                .post("/api/depot/shopping")
                .then();
    }

    private static ValidatableResponse cancel(UUID list) {
        return given().contentType("application/json")
                .body("{}")
                .post("/api/depot/shopping/{id}", list)
                .then();
    }

    private static ValidatableResponse assign(UUID list, String bot) {
        return given().contentType("application/json")
                .body("{\"botId\":\"%s\"}".formatted(bot))
                .put("/api/depot/shopping/{id}/assign", list)
                .then();
    }

    private static ValidatableResponse complete(UUID list) {
        return given().contentType("application/json")
                .body("{}")
                .put("/api/depot/shopping/{id}/complete", list)
                .then();
    }

    private static void statusOf(UUID list, String status) {
        given().get("/api/depot/shopping/{id}", list).then().body("shoppingList.status", equalTo(status));
    }

    private static List<String> idleBots() {
        return given().get("/api/depot/bots").then().extract().path("bots.findAll { it.status == 'idle' }.id");
    }

    private String nameOf(String table, UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select name from %s where id = '%s'".formatted(table, id))) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private int count(String from) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static StoreCreated storeCreated(UUID store, String name) {
        return StoreCreated.newBuilder()
                .setStoreId(store.toString())
                .setName(name)
                .setLocation("North wing")
                .build();
    }

    private static StoreRebranded storeRebranded(UUID store, String name) {
        return StoreRebranded.newBuilder()
                .setStoreId(store.toString())
                .setName(name)
                .build();
    }

    private static ProductAdded productAdded(UUID product, UUID store, String name) {
        return ProductAdded.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .setName(name)
                .build();
    }

    private static ProductRebranded productRebranded(UUID product, UUID store, String name) {
        return ProductRebranded.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .setName(name)
                .build();
    }
}
