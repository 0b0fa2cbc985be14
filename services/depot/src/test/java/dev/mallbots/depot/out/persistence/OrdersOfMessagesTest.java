package dev.mallbots.depot.out.persistence;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.mallbots.depot.StoresOfTheTest;
import dev.mallbots.depot.application.CreateShoppingList;
import dev.mallbots.depot.application.EndOrder;
import dev.mallbots.depot.application.Goods;
import dev.mallbots.depot.application.Wanted;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
@QuarkusTestResource(StoresOfTheTest.class)
class OrdersOfMessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final UUID order = Ids.next();
    private final Store store = new Store(Ids.next(), "Waldorf Books", "North wing");
    private final Product product = new Product(Ids.next(), store.id(), "Novel");

    @Inject
    @All
    List<UnitOfWork.Member> members;

    @Inject
    Transactions transactions;

    @Inject
    CreateShoppingList createShoppingList;

    @Inject
    EndOrder endOrder;

    @Test
    void the_end_of_an_order_is_handled_again_when_a_list_was_created_for_it_meanwhile() {
        assertThatExceptionOfType(LostRace.class)
                .isThrownBy(() -> inABatch(() -> endOrder.handle(order)
                        .chain(() -> transactions.inNew(this::create))
                        .replaceWithVoid()));

        inABatch(() -> endOrder.handle(order));

        lists().body("shoppingLists.status", contains("cancelled"));
    }

    @Test
    void a_list_is_not_created_for_an_order_that_ended_meanwhile() {
        assertThatExceptionOfType(LostRace.class)
                .isThrownBy(() ->
                        inABatch(() -> create().chain(() -> transactions.inNew(() -> endOrder.handle(order)))));

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> inABatch(() -> create().replaceWithVoid()))
                .withMessageContaining("is over");
        lists().body("shoppingLists", empty());
    }

    @Test
    void within_a_batch_an_order_may_get_a_list_and_end() {
        inABatch(() -> create().chain(() -> endOrder.handle(order)).chain(() -> endOrder.handle(order)));

        lists().body("shoppingLists.status", contains("cancelled"));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> inABatch(() -> create().replaceWithVoid()));
    }

    private Uni<UUID> create() {
        var goods = new Goods(Map.of(product.id(), product), Map.of(store.id(), store), Optional.empty());
        return createShoppingList.forSaga(order, List.of(new Wanted(product.id(), store.id(), 1)), goods);
    }

    private ValidatableResponse lists() {
        return given().queryParam("orderId", order)
                .get("/api/depot/shopping")
                .then()
                .statusCode(200);
    }

    private void inABatch(Supplier<Uni<Void>> work) {
        transactions
                .inNew(() -> UnitOfWork.of(members, () -> Set.of(order), List.of(), work))
                .await()
                .atMost(PATIENCE);
    }
}
