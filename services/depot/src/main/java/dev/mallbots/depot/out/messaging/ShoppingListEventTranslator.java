package dev.mallbots.depot.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.depot.v1.ShoppingListAssigned;
import dev.mallbots.contracts.depot.v1.ShoppingListAvailable;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.depot.v1.StopItem;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.ShoppingListEvent;
import dev.mallbots.depot.domain.Stop;
import dev.mallbots.platform.messaging.OutgoingMessage;
import java.util.UUID;

/** Translates the events of a shopping list into published events. */
public final class ShoppingListEventTranslator {

    private ShoppingListEventTranslator() {}

    /**
     * @param list the state after the event
     * @param sequence the number of this list's events, including this one
     */
    public static OutgoingMessage translate(ShoppingList list, long sequence, ShoppingListEvent event) {
        return OutgoingMessage.event("depot", "ShoppingList", list.id(), sequence, message(list, event))
                .correlatedWith(list.orderId());
    }

    private static Message message(ShoppingList list, ShoppingListEvent event) {
        String id = list.id().toString();
        String order = list.orderId().toString();
        String bot = list.botId().map(UUID::toString).orElse("");
        return switch (event) {
            case ShoppingListEvent.ShoppingListCreated created ->
                ShoppingListCreated.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .addAllStops(created.stops().stream()
                                .map(ShoppingListEventTranslator::stop)
                                .toList())
                        .build();
            case ShoppingListEvent.ShoppingListAvailable _ ->
                ShoppingListAvailable.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .build();
            case ShoppingListEvent.ShoppingListAssigned _ ->
                ShoppingListAssigned.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .setBotId(bot)
                        .build();
            case ShoppingListEvent.ShoppingListStarted _ ->
                ShoppingListStarted.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .setBotId(bot)
                        .build();
            case ShoppingListEvent.ShoppingListCompleted _ ->
                ShoppingListCompleted.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .setBotId(bot)
                        .build();
            case ShoppingListEvent.ShoppingListCanceled canceled ->
                ShoppingListCanceled.newBuilder()
                        .setShoppingListId(id)
                        .setOrderId(order)
                        .setBotId(bot)
                        .setGivesUpOrder(canceled.givesUpOrder())
                        .build();
        };
    }

    private static dev.mallbots.contracts.depot.v1.Stop stop(Stop stop) {
        return dev.mallbots.contracts.depot.v1.Stop.newBuilder()
                .setStoreId(stop.storeId().toString())
                .setStoreName(stop.storeName())
                .setStoreLocation(stop.storeLocation())
                .addAllItems(stop.items().stream()
                        .map(item -> StopItem.newBuilder()
                                .setProductId(item.productId().toString())
                                .setProductName(item.productName())
                                .setQuantity(item.quantity())
                                .build())
                        .toList())
                .build();
    }
}
