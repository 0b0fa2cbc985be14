package dev.mallbots.depot.in.messaging;

import static dev.mallbots.platform.service.Fields.uuid;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.depot.application.CreateShoppingList;
import dev.mallbots.depot.application.EndOrder;
import dev.mallbots.depot.application.FindGoods;
import dev.mallbots.depot.application.Goods;
import dev.mallbots.depot.application.InitiateShopping;
import dev.mallbots.depot.application.Wanted;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Handles the commands of the create-order saga. */
@ApplicationScoped
class OrderSagaMessages implements MessageSubscriber {

    private final CreateShoppingList createShoppingList;
    private final FindGoods findGoods;
    private final InitiateShopping initiateShopping;
    private final EndOrder endOrder;

    OrderSagaMessages(
            CreateShoppingList createShoppingList,
            FindGoods findGoods,
            InitiateShopping initiateShopping,
            EndOrder endOrder) {
        this.findGoods = findGoods;
        this.createShoppingList = createShoppingList;
        this.initiateShopping = initiateShopping;
        this.endOrder = endOrder;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.command(
                dev.mallbots.contracts.depot.v1.CreateShoppingList.class,
                commands -> findGoods.handle(commands.stream()
                        .flatMap(command -> wanted(command).stream())
                        .toList()),
                (command, context, goods) -> create(command, goods));
        on.command(
                dev.mallbots.contracts.depot.v1.InitiateShopping.class,
                (command, context) -> initiateShopping
                        .handle(uuid("shoppingListId", command.getShoppingListId()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
        // by order id, because the saga may cancel a list whose id it has never received
        on.command(
                CancelShoppingList.class,
                (command, context) -> endOrder.handle(uuid("orderId", command.getOrderId()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
    }

    private Uni<CreatedShoppingList> create(dev.mallbots.contracts.depot.v1.CreateShoppingList command, Goods goods) {
        UUID order = uuid("orderId", command.getOrderId());
        return createShoppingList
                .forSaga(order, wanted(command), goods)
                .map(list -> CreatedShoppingList.newBuilder()
                        .setShoppingListId(list.toString())
                        .setOrderId(order.toString())
                        .build());
    }

    private static List<Wanted> wanted(dev.mallbots.contracts.depot.v1.CreateShoppingList command) {
        return IntStream.range(0, command.getItemsCount())
                .mapToObj(i -> new Wanted(
                        uuid(
                                "items[%d].productId".formatted(i),
                                command.getItems(i).getProductId()),
                        uuid(
                                "items[%d].storeId".formatted(i),
                                command.getItems(i).getStoreId()),
                        command.getItems(i).getQuantity()))
                .toList();
    }
}
