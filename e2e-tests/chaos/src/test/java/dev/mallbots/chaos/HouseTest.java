package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseTest {

    private final House house = new House(Path.of("../.."));

    @Test
    void a_services_readme_lists_the_messages_that_it_handles() {
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
    void all_services_and_those_with_a_database_are_known() {
        assertThat(house.services()).contains("gateway", "stores", "order-saga");
        assertThat(house.keepers()).contains("stores", "order-saga").doesNotContain("gateway");
    }

    @Test
    void an_event_without_a_message_of_its_name_is_not_published() {
        assertThat(House.isMessageOf("ordering", "OrderApproved")).isTrue();
        assertThat(House.isMessageOf("ordering", "ShoppingStartedEarly")).isFalse();
    }
}
