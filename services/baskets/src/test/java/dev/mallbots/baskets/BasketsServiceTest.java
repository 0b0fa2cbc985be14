package dev.mallbots.baskets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.google.protobuf.Message;
import dev.mallbots.contracts.baskets.v1.AddItemRequest;
import dev.mallbots.contracts.baskets.v1.Basket;
import dev.mallbots.contracts.baskets.v1.BasketCanceled;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.baskets.v1.BasketItemRemoved;
import dev.mallbots.contracts.baskets.v1.BasketStatus;
import dev.mallbots.contracts.baskets.v1.BasketsService;
import dev.mallbots.contracts.baskets.v1.CancelBasketRequest;
import dev.mallbots.contracts.baskets.v1.CheckOutBasketRequest;
import dev.mallbots.contracts.baskets.v1.GetBasketRequest;
import dev.mallbots.contracts.baskets.v1.RemoveItemRequest;
import dev.mallbots.contracts.baskets.v1.StartBasketRequest;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.grpc.GrpcClientUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithMall
@QuarkusTestResource(StoresForTests.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BasketsServiceTest {

    private static final String BASKETS = "mallbots.baskets.events.Basket";
    private static final String STORES = "mallbots.stores.events.Store";
    private static final String PRODUCTS = "mallbots.stores.events.Product";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Topics topics = new Topics();
    private final UUID customer = Ids.next();
    private final UUID payment = Ids.next();

    StoresForTests stores;

    @Inject
    AgroalDataSource database;

    @GrpcClient("baskets")
    BasketsService baskets;

    @BeforeEach
    void call_as_an_operator() {
        baskets = GrpcClientUtils.attachHeaders(baskets, Tokens.metadata(Tokens.operator()));
    }

    @Test
    void a_basket_is_filled_from_many_stores_and_checked_out_once() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID fish = stores.sells(stores.opens("Harbour"), "Fish", "12.5", 1);
        UUID basket = started();

        add(basket, bread, 2).statusCode(200).body("$", equalTo(Map.of()));
        add(basket, fish, 3).statusCode(200);
        add(basket, bread, 1).statusCode(200);
        remove(basket, fish, 2).statusCode(200).body("$", equalTo(Map.of()));
        show(basket)
                .body("basket.id", equalTo(basket.toString()))
                .body("basket.customerId", equalTo(customer.toString()))
                .body("basket.status", equalTo("open"))
                .body("basket.items", hasSize(2))
                .body("basket.items[0].productId", equalTo(bread.toString()))
                .body("basket.items[0].storeName", equalTo("Bakery"))
                .body("basket.items[0].productName", equalTo("Bread"))
                .body("basket.items[0].productPrice", equalTo(3.2f))
                .body("basket.items[0].quantity", equalTo(3))
                .body("basket.items[1].quantity", equalTo(1));
        checkOut(basket).statusCode(200).body("$", equalTo(Map.of()));
        show(basket).body("basket.status", equalTo("checked-out"));

        var last = topics.awaitReceived(BASKETS, basket, BasketCheckedOut.class);
        BasketCheckedOut event = last.payload();
        assertThat(event.getCustomerId()).isEqualTo(customer.toString());
        assertThat(event.getPaymentId()).isEqualTo(payment.toString());
        assertThat(event.getTotal()).isEqualTo(euros("22.1"));
        assertThat(event.getItemsList())
                .extracting(
                        BasketItem::getStoreName,
                        BasketItem::getProductName,
                        item -> item.getPrice().getAmount(),
                        BasketItem::getQuantity)
                .containsExactly(tuple("Bakery", "Bread", "3.2", 3), tuple("Harbour", "Fish", "12.5", 1));
        assertThat(last.sequence()).isEqualTo(6);
        assertThat(last.correlationId()).contains(basket);
        assertThat(topics.types(BASKETS, basket))
                .containsExactly(
                        "BasketStarted",
                        "BasketItemAdded",
                        "BasketItemAdded",
                        "BasketItemAdded",
                        "BasketItemRemoved",
                        "BasketCheckedOut");
        assertThat(topics.await(BASKETS, basket, BasketItemRemoved.class).getQuantity())
                .isEqualTo(2);

        add(basket, bread, 1)
                .statusCode(409)
                .body("message", equalTo("the basket cannot be modified"))
                .body("violations.message", equalTo(List.of("is checked out")));
        remove(basket, bread, 1).statusCode(409);
        cancel(basket).statusCode(409);
        checkOut(basket).statusCode(409);
    }

    @Test
    void a_cancelled_basket_can_not_be_changed() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();

        cancel(basket).statusCode(200).body("$", equalTo(Map.of()));

        topics.await(BASKETS, basket, BasketCanceled.class);
        add(basket, bread, 1).statusCode(409);
        cancel(basket).statusCode(409);
    }

    @Test
    void copies_follow_the_events_of_stores() {
        UUID store = Ids.next();
        UUID product = Ids.next();
        tell(store, created(store, "Bakery"), 1);
        tell(store, participates(store, true), 2);
        tell(product, added(product, store, "Bread", "3"), 1);
        tell(product, costs(product, store, "4.5"), 2);
        tell(product, renamed(product, store, "Rye bread"), 3);
        tell(store, renamed(store, "Old bakery"), 3);

        await().atMost(PATIENCE).untilAsserted(() -> {
            UUID basket = started();
            add(basket, product, 1).statusCode(200);
            show(basket)
                    .body("basket.items[0].storeName", equalTo("Old bakery"))
                    .body("basket.items[0].productName", equalTo("Rye bread"))
                    .body("basket.items[0].productPrice", equalTo(4.5f));
        });
    }

    @Test
    void replayed_history_keeps_the_newest_price_name_and_participation() {
        UUID store = Ids.next();
        UUID bread = Ids.next();
        UUID gone = Ids.next();
        tell(store, created(store, "Bakery"), 1);
        tell(store, participates(store, true), 2);
        tell(store, renamed(store, "Old bakery"), 3);
        tell(gone, added(gone, store, "Bun", "1"), 1);
        tell(gone, removed(gone, store), 2);
        tell(bread, added(bread, store, "Bread", "3"), 1);
        tell(bread, costs(bread, store, "4.5"), 2);
        tell(bread, costs(bread, store, "4"), 3);
        tell(bread, renamed(bread, store, "Rye bread"), 4);
        await().atMost(PATIENCE)
                .until(() -> isTrue("select removed from product_copy where id = ?", gone)
                        && isTrue("select version = 4 from product_copy where id = ?", bread)
                        && isTrue("select version = 3 from store_copy where id = ?", store));

        new LostOffsets(database, topics).changeNothingFor(store, bread, gone);

        assertThat(firstItem(bread).getPrice()).isEqualTo(euros("4"));
        add(started(), gone, 1).statusCode(404);
    }

    @Test
    void an_unknown_product_is_fetched_once_and_kept() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();

        add(basket, bread, 1).statusCode(200);
        add(basket, bread, 1).statusCode(200);
        add(started(), bread, 1).statusCode(200);
        stores.whileAway(() -> {
            add(basket, bread, 1).statusCode(200);
            checkOut(basket).statusCode(200);
        });

        assertThat(stores.timesAsked(bread)).isEqualTo(1);
    }

    @Test
    void a_product_that_stores_does_not_know_is_a_bad_request() {
        UUID basket = started();

        add(basket, Ids.next(), 1)
                .statusCode(404)
                .body("message", equalTo("product fallback failed: product was not located"))
                .body("detail", equalTo("product fallback failed: product was not located"))
                .body("violations.field", hasItem("productId"));

        show(basket).body("basket.items", empty());
    }

    @Test
    void while_stores_is_away_an_unknown_product_is_unavailable_and_not_refused() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();

        stores.whileAway(
                () -> add(basket, bread, 1).statusCode(503).body("message", containsString("the stores service")));
        add(basket, bread, 1).statusCode(200);

        UUID bun = stores.sells(stores.opens("Bakery"), "Bun", "0.5", 1);
        stores.whileSilent(() -> add(basket, bun, 1).statusCode(503));
        add(basket, bun, 1).statusCode(200);
    }

    /** Fault 8: price deltas were applied twice to a copy that had been fetched meanwhile. */
    @Test
    void price_changes_are_not_applied_twice_to_a_copy_that_was_fetched_meanwhile() {
        UUID store = stores.opens("Harbour");
        UUID fish = stores.sells(store, "Fish", "15", 3);
        // fetched at version 3, while the events up to version 3 have not arrived yet
        add(started(), fish, 1).statusCode(200);

        tell(fish, added(fish, store, "Fish", "10"), 1);
        tell(fish, changed(fish, store, "12", "2"), 2);
        tell(fish, changed(fish, store, "15", "3"), 3);
        tell(fish, changed(fish, store, "15", "3"), 3);
        tell(fish, renamed(fish, store, "Fresh fish"), 4);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(firstItem(fish).getProductName()).isEqualTo("Fresh fish"));
        assertThat(firstItem(fish).getPrice()).isEqualTo(euros("15"));
    }

    @Test
    void a_check_out_at_old_prices_is_a_conflict_that_names_the_lines_and_stores_the_new_prices() {
        UUID store = stores.opens("Harbour");
        UUID fish = stores.sells(store, "Fish", "12.5", 1);
        UUID bread = stores.sells(store, "Bread", "3.2", 1);
        UUID basket = started();
        add(basket, bread, 1).statusCode(200);
        add(basket, fish, 2).statusCode(200);
        tell(fish, changed(fish, store, "13", "0.5"), 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(firstItem(fish).getPrice()).isEqualTo(euros("13")));
        show(basket).body("basket.items[1].productPrice", equalTo(12.5f));

        checkOut(basket)
                .statusCode(409)
                .body("message", containsString("Fish costs 13 now, not 12.5"))
                .body("violations", hasSize(1))
                .body("violations[0].field", equalTo("items[1].productPrice"));

        show(basket)
                .body("basket.status", equalTo("open"))
                .body("basket.items[0].productPrice", equalTo(3.2f))
                .body("basket.items[1].productPrice", equalTo(13))
                .body("basket.items[1].quantity", equalTo(2));
        checkOut(basket).statusCode(200);
        assertThat(topics.await(BASKETS, basket, BasketCheckedOut.class).getTotal())
                .isEqualTo(euros("29.2"));
    }

    @Test
    void under_one_key_an_item_is_added_once_and_a_refused_check_out_is_refused_again() {
        UUID store = stores.opens("Harbour");
        UUID fish = stores.sells(store, "Fish", "12.5", 1);
        UUID basket = started();
        var two = Map.of("productId", fish, "quantity", 2);
        putUnder("add-" + basket, basket, "addItem", two).statusCode(200);
        putUnder("add-" + basket, basket, "addItem", two).statusCode(200);
        show(basket).body("basket.items[0].quantity", equalTo(2));

        tell(fish, changed(fish, store, "13", "0.5"), 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(firstItem(fish).getPrice()).isEqualTo(euros("13")));
        var pay = Map.of("paymentId", payment);
        String refused = putUnder("buy-" + basket, basket, "checkout", pay)
                .statusCode(409)
                .extract()
                .asString();
        assertThat(putUnder("buy-" + basket, basket, "checkout", pay)
                        .statusCode(409)
                        .extract()
                        .asString())
                .isEqualTo(refused);
        show(basket).body("basket.status", equalTo("open")).body("basket.items[0].productPrice", equalTo(13));

        putUnder("buy-now-" + basket, basket, "checkout", pay).statusCode(200);
        putUnder("buy-now-" + basket, basket, "checkout", pay).statusCode(200);
        checkOut(basket).statusCode(409);
    }

    @Test
    void a_removed_product_can_be_neither_added_nor_checked_out() {
        UUID store = stores.opens("Harbour");
        UUID fish = stores.sells(store, "Fish", "12.5", 1);
        UUID bread = stores.sells(store, "Bread", "3.2", 1);
        UUID basket = started();
        add(basket, bread, 1).statusCode(200);
        add(basket, fish, 2).statusCode(200);
        tell(fish, removed(fish, store), 2);

        await().atMost(PATIENCE).untilAsserted(() -> add(started(), fish, 1).statusCode(404));
        checkOut(basket)
                .statusCode(409)
                .body("message", equalTo("Fish is not sold any more; remove it from the basket"))
                .body("violations[0].field", equalTo("items[1].productId"));
        remove(basket, fish, 2).statusCode(200);
        checkOut(basket).statusCode(200);
    }

    @Test
    void only_products_of_participating_stores_are_added() {
        UUID store = Ids.next();
        UUID paper = Ids.next();
        tell(store, created(store, "Kiosk"), 1);
        tell(paper, added(paper, store, "Paper", "1"), 1);
        UUID basket = started();
        await().atMost(PATIENCE)
                .untilAsserted(() -> add(basket, paper, 1)
                        .statusCode(409)
                        .body("message", equalTo("Kiosk does not participate at the moment")));

        tell(store, participates(store, true), 2);

        await().atMost(PATIENCE).untilAsserted(() -> add(basket, paper, 1).statusCode(200));
    }

    @Test
    void products_of_a_store_that_has_stopped_participating_can_not_be_checked_out() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID store = Ids.next();
        UUID paper = Ids.next();
        tell(store, created(store, "Kiosk"), 1);
        tell(store, participates(store, true), 2);
        tell(paper, added(paper, store, "Paper", "1"), 1);
        UUID basket = started();
        add(basket, bread, 1).statusCode(200);
        await().atMost(PATIENCE).untilAsserted(() -> add(basket, paper, 1).statusCode(200));

        tell(store, participates(store, false), 3);
        UUID other = started();
        await().atMost(PATIENCE).untilAsserted(() -> add(other, paper, 1).statusCode(409));

        checkOut(basket)
                .statusCode(409)
                .body("message", equalTo("Kiosk does not participate at the moment; remove it from the basket"))
                .body("violations.field", equalTo(List.of("items[1].storeId")));
        tell(store, participates(store, true), 4);
        await().atMost(PATIENCE).untilAsserted(() -> checkOut(basket).statusCode(200));
    }

    @Test
    void of_many_concurrent_check_outs_one_succeeds() throws Exception {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();
        add(basket, bread, 1).statusCode(200);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 8)
                    .mapToObj(
                            i -> callers.submit(() -> checkOut(basket).extract().statusCode()))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isIn(200, 409);
            }
            assertThat(answers.stream().map(Future::resultNow)).containsOnlyOnce(200);
        }
        topics.await(BASKETS, basket, BasketCheckedOut.class);
        assertThat(topics.types(BASKETS, basket))
                .containsExactly("BasketStarted", "BasketItemAdded", "BasketCheckedOut");
    }

    @Test
    void concurrent_additions_add_up() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();
        add(basket, bread, 1).statusCode(200);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 4).forEach(i -> callers.submit(() -> untilTaken(basket, bread)));
        }

        show(basket).body("basket.items[0].quantity", equalTo(5));
    }

    /** The hundredth event makes a snapshot, and later events apply to that snapshot. */
    @Test
    void a_basket_with_a_snapshot_is_loaded_completely() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID basket = started();

        for (int i = 0; i < 101; i++) {
            add(basket, bread, 1).statusCode(200);
        }
        remove(basket, bread, 1).statusCode(200);

        show(basket)
                .body("basket.customerId", equalTo(customer.toString()))
                .body("basket.items[0].quantity", equalTo(100))
                .body("basket.items[0].productPrice", equalTo(3.2f));
        checkOut(basket).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            addItem    | {"productId": "%s", "quantity": 0}                  | quantity
            addItem    | {"productId": "%s", "quantity": -1}                 | quantity
            addItem    | {"productId": "%s", "quantity": 10001}              | quantity
            addItem    | {"productId": "%s", "quantity": 99999999999}        | quantity
            addItem    | {"productId": "%s", "quantity": 1.5}                | quantity
            addItem    | {"productId": "%s"}                                 | quantity
            addItem    | {"quantity": 1}                                     | productId
            addItem    | {"productId": "bread", "quantity": 1}               | productId
            addItem    | {"productId": "%s", "quantity": 1, "price": 0.01}   | price
            removeItem | {"productId": "%s", "quantity": 0}                  | quantity
            checkout   | {}                                                  | paymentId
            checkout   | {"paymentId": ""}                                   | paymentId
            """)
    void bad_input_is_reported_field_by_field(String call, String body, String field) {
        put(started(), call, body.formatted(Ids.next())).statusCode(400).body("violations.field", hasItem(field));
    }

    @Test
    void a_basket_that_does_not_exist_is_not_found() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        UUID nowhere = Ids.next();

        show(nowhere).statusCode(404);
        add(nowhere, bread, 1).statusCode(404);
        remove(nowhere, bread, 1).statusCode(404);
        checkOut(nowhere).statusCode(404);
        cancel(nowhere).statusCode(404);
        given().get("/api/baskets/mine").then().statusCode(400);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/baskets")
                .then()
                .statusCode(400);
    }

    @Test
    void neither_an_empty_basket_can_be_checked_out_nor_a_missing_item_removed() {
        UUID basket = started();

        checkOut(basket).statusCode(400).body("message", equalTo("the basket has no items"));
        remove(basket, Ids.next(), 1).statusCode(404);
    }

    @Test
    void the_same_calls_work_over_grpc() {
        UUID bread = stores.sells(stores.opens("Bakery"), "Bread", "3.2", 1);
        String basket = grpc(baskets.startBasket(StartBasketRequest.newBuilder()
                        .setCustomerId(customer.toString())
                        .build()))
                .getId();

        grpc(baskets.addItem(AddItemRequest.newBuilder()
                .setId(basket)
                .setProductId(bread.toString())
                .setQuantity(3)
                .build()));
        grpc(baskets.removeItem(RemoveItemRequest.newBuilder()
                .setId(basket)
                .setProductId(bread.toString())
                .setQuantity(1)
                .build()));
        var checkOut = CheckOutBasketRequest.newBuilder()
                .setId(basket)
                .setPaymentId(payment.toString())
                .build();
        grpc(baskets.checkOutBasket(checkOut));

        Basket after = overGrpc(UUID.fromString(basket));
        assertThat(after.getStatus()).isEqualTo(BasketStatus.BASKET_STATUS_CHECKED_OUT);
        assertThat(after.getPaymentId()).isEqualTo(payment.toString());
        assertThat(after.getItems(0).getQuantity()).isEqualTo(2);
        assertThat(after.getItems(0).getPrice()).isEqualTo(euros("3.2"));
        assertThat(refusal(baskets.checkOutBasket(checkOut))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refusal(baskets.cancelBasket(
                        CancelBasketRequest.newBuilder().setId("mine").build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(baskets.addItem(AddItemRequest.newBuilder()
                        .setId(basket)
                        .setProductId(Ids.next().toString())
                        .setQuantity(1)
                        .build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(topics.await(BASKETS, basket, BasketItemAdded.class)
                        .getItem()
                        .getQuantity())
                .isEqualTo(3);
    }

    private UUID started() {
        return UUID.fromString(given().contentType(ContentType.JSON)
                .body(Map.of("customerId", customer))
                .post("/api/baskets")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    private static ValidatableResponse show(UUID basket) {
        return given().get("/api/baskets/{id}", basket).then();
    }

    private static ValidatableResponse add(UUID basket, UUID product, int quantity) {
        return put(basket, "addItem", Map.of("productId", product, "quantity", quantity));
    }

    private static ValidatableResponse remove(UUID basket, UUID product, int quantity) {
        return put(basket, "removeItem", Map.of("productId", product, "quantity", quantity));
    }

    private ValidatableResponse checkOut(UUID basket) {
        return put(basket, "checkout", Map.of("paymentId", payment));
    }

    private static ValidatableResponse cancel(UUID basket) {
        return given().delete("/api/baskets/{id}", basket).then();
    }

    private static ValidatableResponse putUnder(String key, UUID basket, String call, Object body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .put("/api/baskets/{id}/" + call, basket)
                .then();
    }

    private static ValidatableResponse put(UUID basket, String call, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .put("/api/baskets/{id}/" + call, basket)
                .then();
    }

    /** Retries as a client does after a lost race. */
    private static void untilTaken(UUID basket, UUID product) {
        await().atMost(PATIENCE).until(() -> add(basket, product, 1).extract().statusCode() == 200);
    }

    private Basket overGrpc(UUID basket) {
        return grpc(baskets.getBasket(
                        GetBasketRequest.newBuilder().setId(basket.toString()).build()))
                .getBasket();
    }

    /** The product's data in a newly started basket. */
    private BasketItem firstItem(UUID product) {
        UUID basket = started();
        add(basket, product, 1).statusCode(200);
        return overGrpc(basket).getItems(0);
    }

    private static <A> A grpc(Uni<A> call) {
        return call.await().atMost(PATIENCE);
    }

    private static Status.Code refusal(Uni<?> call) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> grpc(call))
                .getStatus()
                .getCode();
    }

    private boolean isTrue(String question, UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private void tell(UUID key, Message event, long version) {
        topics.publish(event.getClass().getSimpleName().startsWith("Store") ? STORES : PRODUCTS, key, event, version);
    }

    private static ProductRemoved removed(UUID product, UUID store) {
        return ProductRemoved.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .build();
    }

    private static StoreCreated created(UUID store, String name) {
        return StoreCreated.newBuilder()
                .setStoreId(store.toString())
                .setName(name)
                .setLocation("ground floor")
                .build();
    }

    private static StoreParticipationToggled participates(UUID store, boolean participating) {
        return StoreParticipationToggled.newBuilder()
                .setStoreId(store.toString())
                .setParticipating(participating)
                .build();
    }

    private static StoreRebranded renamed(UUID store, String name) {
        return StoreRebranded.newBuilder()
                .setStoreId(store.toString())
                .setName(name)
                .build();
    }

    private static ProductAdded added(UUID product, UUID store, String name, String price) {
        return ProductAdded.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .setName(name)
                .setPrice(euros(price))
                .build();
    }

    private static ProductPriceChanged costs(UUID product, UUID store, String price) {
        return changed(product, store, price, "0");
    }

    private static ProductPriceChanged changed(UUID product, UUID store, String price, String delta) {
        return ProductPriceChanged.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .setPrice(euros(price))
                .setDelta(euros(delta))
                .build();
    }

    private static ProductRebranded renamed(UUID product, UUID store, String name) {
        return ProductRebranded.newBuilder()
                .setProductId(product.toString())
                .setStoreId(store.toString())
                .setName(name)
                .build();
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }
}
