package dev.mallbots.ordersaga.application;

import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.ordersaga.application.commands.Commands;
import dev.mallbots.ordersaga.domain.CreateOrder;
import dev.mallbots.platform.saga.SagaDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Brings a pending order to approved, or undoes its completed steps. */
@ApplicationScoped
public class CreateOrderSaga {

    public static final SagaDefinition<CreateOrder> CREATE_ORDER = SagaDefinition.of("create-order", CreateOrder.class)
            .tellsOfDelay(Commands::noteOrderDelay)
            .onceCounted(
                    "reject order",
                    "authorize customer",
                    "create shopping list",
                    "confirm payment",
                    "initiate shopping",
                    "approve order")
            .step("reject order")
            .undoneBy(Commands::rejectOrder)
            .step("authorize customer")
            .does(Commands::authorizeCustomer)
            .alongside("create shopping list")
            .does(Commands::createShoppingList)
            .onReply(
                    CreatedShoppingList.class,
                    (order, created) -> order.withShoppingList(UUID.fromString(created.getShoppingListId())))
            .undoneBy(Commands::cancelShoppingList)
            .alongside("confirm payment")
            .does(Commands::confirmPayment)
            .undoneBy(Commands::voidPayment)
            .step("initiate shopping")
            .does(Commands::initiateShopping)
            .step("approve order")
            .does(Commands::approveOrder)
            // an approved order can't be rejected, so nothing is undone while it is unknown whether the order was
            // approved
            .sentUntilAnswered()
            .build();

    /** @param limit the time after its creation for which an order may stay pending during an outage; then it is rejected */
    @Produces
    @Singleton
    SagaDefinition<CreateOrder> definition(
            @ConfigProperty(name = "mallbots.order-saga.limit", defaultValue = "PT24H") Duration limit) {
        return CREATE_ORDER.givenUpAfter(limit);
    }
}
