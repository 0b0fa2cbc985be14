package dev.mallbots.ordersaga.application.commands;

import static dev.mallbots.platform.saga.SagaCommand.command;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.InitiateShopping;
import dev.mallbots.contracts.depot.v1.ShoppingItem;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.NoteOrderDelay;
import dev.mallbots.contracts.ordering.v1.RejectOrder;
import dev.mallbots.contracts.payments.v1.ConfirmPayment;
import dev.mallbots.contracts.payments.v1.VoidPayment;
import dev.mallbots.ordersaga.domain.CreateOrder;
import dev.mallbots.platform.saga.SagaCommand;
import java.time.Instant;
import java.util.UUID;

/** Builds the saga's commands from the receivers' contracts. */
public final class Commands {

    private Commands() {}

    public static SagaCommand authorizeCustomer(CreateOrder order) {
        return command(
                "customers",
                AuthorizeCustomer.newBuilder()
                        .setCustomerId(order.customerId().toString())
                        .setOrderId(order.orderId().toString())
                        .build());
    }

    public static SagaCommand createShoppingList(CreateOrder order) {
        return command(
                "depot",
                CreateShoppingList.newBuilder()
                        .setOrderId(order.orderId().toString())
                        .addAllItems(order.items().stream()
                                .map(Commands::shoppingItem)
                                .toList())
                        .build());
    }

    /** A list without a known id is cancelled by its order's id. */
    public static SagaCommand cancelShoppingList(CreateOrder order) {
        return command(
                "depot",
                CancelShoppingList.newBuilder()
                        .setShoppingListId(shoppingList(order))
                        .setOrderId(order.orderId().toString())
                        .build());
    }

    public static SagaCommand confirmPayment(CreateOrder order) {
        return command(
                "payments",
                ConfirmPayment.newBuilder()
                        .setPaymentId(order.paymentId().toString())
                        .setOrderId(order.orderId().toString())
                        .setCustomerId(order.customerId().toString())
                        .setAmount(Money.newBuilder()
                                .setAmount(order.total().toString())
                                .setCurrency(order.currency()))
                        .build());
    }

    public static SagaCommand voidPayment(CreateOrder order) {
        return command(
                "payments",
                VoidPayment.newBuilder()
                        .setPaymentId(order.paymentId().toString())
                        .setOrderId(order.orderId().toString())
                        .build());
    }

    public static SagaCommand initiateShopping(CreateOrder order) {
        return command(
                "depot",
                InitiateShopping.newBuilder()
                        .setShoppingListId(shoppingList(order))
                        .setOrderId(order.orderId().toString())
                        .build());
    }

    public static SagaCommand approveOrder(CreateOrder order) {
        return command(
                "ordering",
                ApproveOrder.newBuilder()
                        .setOrderId(order.orderId().toString())
                        .setShoppingListId(shoppingList(order))
                        .build());
    }

    public static SagaCommand rejectOrder(CreateOrder order, String reason) {
        return command(
                "ordering",
                RejectOrder.newBuilder()
                        .setOrderId(order.orderId().toString())
                        .setReason(reason)
                        .build());
    }

    public static SagaCommand noteOrderDelay(CreateOrder order, Instant since) {
        return command(
                "ordering",
                NoteOrderDelay.newBuilder()
                        .setOrderId(order.orderId().toString())
                        .setSince(Timestamp.newBuilder()
                                .setSeconds(since.getEpochSecond())
                                .setNanos(since.getNano()))
                        .build());
    }

    private static String shoppingList(CreateOrder order) {
        return order.shoppingListId().map(UUID::toString).orElse("");
    }

    private static ShoppingItem shoppingItem(CreateOrder.Item item) {
        return ShoppingItem.newBuilder()
                .setProductId(item.productId().toString())
                .setStoreId(item.storeId().toString())
                .setQuantity(item.quantity())
                .build();
    }
}
