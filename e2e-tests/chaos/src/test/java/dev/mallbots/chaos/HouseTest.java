package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseTest {

    private final House house = new House(Path.of("../.."));

    @Test
    void a_service_s_own_page_says_what_it_has_a_use_for() {
        assertThat(house.consumedBy("stores")).isEmpty();
        assertThat(house.consumedBy("customers")).containsExactly("AuthorizeCustomer");
        assertThat(house.consumedBy("order-saga"))
                .containsExactlyInAnyOrder(
                        "OrderCreated", "CommandSucceeded", "CreatedShoppingList", "CommandFailed", "OrderCanceled");
        assertThat(house.consumedBy("ordering"))
                .containsExactlyInAnyOrder(
                        "BasketCheckedOut",
                        "ApproveOrder",
                        "RejectOrder",
                        "NoteOrderDelay",
                        "ShoppingListStarted",
                        "ShoppingListCompleted",
                        "ShoppingListCanceled",
                        "InvoicePaid");
    }

    @Test
    void all_services_are_known_and_those_that_keep_data() {
        assertThat(house.services()).contains("gateway", "stores", "order-saga");
        assertThat(house.keepers()).contains("stores", "order-saga").doesNotContain("gateway");
    }

    @Test
    void what_has_no_message_of_its_name_is_told_to_nobody() {
        assertThat(House.isMessageOf("ordering", "OrderApproved")).isTrue();
        assertThat(House.isMessageOf("ordering", "ShoppingStartedEarly")).isFalse();
    }
}
