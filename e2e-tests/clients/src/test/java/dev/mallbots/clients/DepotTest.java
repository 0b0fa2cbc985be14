package dev.mallbots.clients;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mallbots.clients.depot.AssignShoppingListRequest;
import dev.mallbots.clients.depot.DepotpbCreateShoppingListRequest;
import dev.mallbots.clients.depot.DepotpbOrderItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The manual work of the depot's staff. MallBots has no calls to read its result, or the bots. */
@ExtendWith(Mall.Open.class)
class DepotTest {

    private final MallBotsClient mall = Mall.client();
    private String list;

    @BeforeEach
    void staff_have_created_a_list() throws ApiException {
        String store = mall.openStore("Bakery", "Aisle 1");
        String bread = mall.sell(store, "Bread", 3.2);
        list = mall.shoppingLists()
                .createShoppingList(new DepotpbCreateShoppingListRequest()
                        .orderId(UUID.randomUUID().toString())
                        .items(List.of(new DepotpbOrderItem()
                                .productId(bread)
                                .storeId(store)
                                .quantity(2))))
                .getId();
        assertThat(shoppingList().at("/stops/0/storeId").asText()).isEqualTo(store);
        assertThat(shoppingList().at("/stops/0/items/0/quantity").asInt()).isEqualTo(2);
    }

    @Test
    void a_list_can_be_cancelled() throws ApiException {
        assertThat(mall.shoppingLists().cancelShoppingList(list, Map.of())).isEqualTo(Map.of());

        assertThat(status()).isEqualTo("cancelled");
    }

    @Test
    void a_list_is_assigned_to_a_bot_and_completed_before_the_bot_returns() throws ApiException {
        String bot = await().atMost(30, SECONDS)
                .until(DepotTest::idleBot, Optional::isPresent)
                .orElseThrow();

        assertThat(mall.shoppingLists().assignShoppingList(list, new AssignShoppingListRequest().botId(bot)))
                .isEqualTo(Map.of());
        assertThat(status()).isEqualTo("active");
        assertThat(shoppingList().path("assignedBotId").asText()).isEqualTo(bot);

        assertThat(mall.shoppingLists().ccompleteShoppingList(list, Map.of())).isEqualTo(Map.of());
        assertThat(status()).isEqualTo("completed");
    }

    private static Optional<String> idleBot() {
        return StreamSupport.stream(Mall.ask("/api/depot/bots").path("bots").spliterator(), false)
                .filter(bot -> bot.path("status").asText().equals("idle"))
                .map(bot -> bot.path("id").asText())
                .findFirst();
    }

    private JsonNode shoppingList() {
        return Mall.ask("/api/depot/shopping/" + list).path("shoppingList");
    }

    private String status() {
        return shoppingList().path("status").asText();
    }
}
