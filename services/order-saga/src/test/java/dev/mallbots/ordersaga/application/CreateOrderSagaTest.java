package dev.mallbots.ordersaga.application;

import static dev.mallbots.ordersaga.application.CreateOrderSaga.CREATE_ORDER;
import static dev.mallbots.platform.saga.SagaDefinition.DEFAULT_LIMIT;
import static dev.mallbots.platform.saga.SagaScript.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.contracts.depot.v1.InitiateShopping;
import dev.mallbots.contracts.depot.v1.ShoppingItem;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.NoteOrderDelay;
import dev.mallbots.contracts.ordering.v1.RejectOrder;
import dev.mallbots.contracts.payments.v1.ConfirmPayment;
import dev.mallbots.contracts.payments.v1.VoidPayment;
import dev.mallbots.ordersaga.domain.CreateOrder;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.saga.Moment;
import dev.mallbots.platform.saga.SagaInput;
import dev.mallbots.platform.saga.SagaScript;
import dev.mallbots.platform.saga.SagaState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CreateOrderSagaTest {

    private static final UUID LIST = Ids.next();
    private static final CreateOrder ORDER = new CreateOrder(
            Ids.next(),
            Ids.next(),
            Ids.next(),
            List.of(new CreateOrder.Item(Ids.next(), Ids.next(), 2)),
            dev.mallbots.platform.kernel.Money.of("19.99"),
            "EUR",
            Optional.empty());

    @Test
    void fault_1_an_order_that_every_participant_accepts_is_approved() {
        accepted()
                .expect("depot", initiateShopping())
                .replySuccess()
                .expect("ordering", approveOrder())
                .replySuccess()
                .expectCompleted();
    }

    @Test
    void a_customer_who_is_not_authorized_voids_the_payment_cancels_the_list_and_rejects_the_order() {
        started()
                .from("depot")
                .replySuccess(created())
                .from("customers")
                .replyFailure("customer is disabled")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("customer is disabled"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void a_shopping_list_that_cannot_be_created_voids_the_payment_and_rejects_the_order() {
        started()
                .from("depot")
                .replyFailure("unknown product")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect("ordering", reject("unknown product"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void a_refused_payment_cancels_the_shopping_list_and_then_rejects_the_order() {
        started()
                .from("depot")
                .replySuccess(created())
                .from("payments")
                .replyFailure("payment is too small")
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("payment is too small"))
                .replySuccess()
                .expectCompensated();
    }

    /** Every order of the three first replies, with each of them or none refused, and a cancellation before any of them or never. */
    @Test
    void whatever_the_order_of_the_first_replies_an_order_is_approved_or_undone_as_a_whole() {
        for (List<String> order : orders(List.of("customers", "depot", "payments"))) {
            for (String refusing : List.of("nobody", "customers", "depot", "payments")) {
                for (int cancelled = 0; cancelled <= 3; cancelled++) {
                    assertApprovedOrUndone(order, refusing, cancelled);
                }
            }
        }
    }

    /** @param cancelled the number of replies before the cancellation; 3: it is not cancelled */
    private static void assertApprovedOrUndone(List<String> order, String refusing, int cancelled) {
        var saga = started();
        for (int i = 0; i < 3 && saga.saga().state() == SagaState.RUNNING; i++) {
            if (cancelled == i) {
                saga.cancel("the order was cancelled");
                break;
            }
            String service = order.get(i);
            saga.from(service);
            if (service.equals(refusing)) {
                saga.replyFailure("no");
            } else if (service.equals("depot")) {
                saga.replySuccess(created());
            } else {
                saga.replySuccess();
            }
        }
        boolean refused = refusing.equals("nobody") ? false : order.indexOf(refusing) < cancelled;
        if (!refused && cancelled == 3) {
            saga.expect("depot", initiateShopping());
            return;
        }
        if (!(refused && refusing.equals("payments"))) {
            saga.expect("payments", voidPayment()).replySuccess();
        }
        if (!(refused && refusing.equals("depot"))) {
            saga.expect("depot", CancelShoppingList.class).replySuccess();
        }
        saga.expect("ordering", reject(refused ? "no" : "the order was cancelled"))
                .replySuccess()
                .expectCompensated();
    }

    private static List<List<String>> orders(List<String> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        return all.stream()
                .flatMap(first -> orders(
                                all.stream().filter(it -> !it.equals(first)).toList())
                        .stream()
                        .map(rest ->
                                Stream.concat(Stream.of(first), rest.stream()).toList()))
                .toList();
    }

    @Test
    void shopping_that_cannot_be_initiated_voids_the_payment_cancels_the_list_and_rejects_the_order() {
        initiating()
                .replyFailure("the list is cancelled")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("the list is cancelled"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void an_order_that_cannot_be_approved_any_more_is_undone() {
        approving()
                .replyFailure("the order is cancelled")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("the order is cancelled"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void an_order_cancelled_during_the_payments_confirmation_voids_the_payment_without_waiting() {
        confirmingPayment()
                .cancel("the order was cancelled")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("the order was cancelled"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void an_order_cancelled_after_its_approval_is_left_to_depot_and_payments() {
        approving().replySuccess().cancel("the order was cancelled").expectCompleted();
    }

    @Test
    void a_shopping_list_without_a_known_id_is_cancelled_by_its_order() {
        creatingList()
                .limitPasses(DEFAULT_LIMIT)
                .expect("payments", voidPayment())
                .replySuccess()
                .expect(
                        "depot",
                        cancelShoppingList().toBuilder().clearShoppingListId().build());
    }

    @Test
    void an_outage_delays_an_order_and_does_not_reject_it() {
        var saga = creatingList();
        saga.deadlinePasses()
                .expect("depot", createShoppingList())
                .expectNotice("ordering", noteDelay(saga.saga().delayedSince().orElseThrow()));

        // 30 s, 1, 2, 4 .. minutes: hours in all
        for (int i = 0; i < 10; i++) {
            saga.deadlinePasses().expect("depot", createShoppingList()).expectDelayed(true);
        }

        saga.replySuccess(created()).expect("depot", initiateShopping());
    }

    @Test
    void a_payment_confirmed_after_the_order_was_given_up_is_voided() {
        var saga = confirmingPayment();
        var confirm = saga.saga().awaited().get("confirm payment");
        saga.limitPasses(DEFAULT_LIMIT).expect("payments", voidPayment());

        var late = CREATE_ORDER.on(
                saga.saga(),
                new SagaInput.Succeeded(confirm, confirm, CommandSucceeded.getDefaultInstance()),
                Moment.current());

        assertThat(late.next()).isEqualTo(saga.saga());
        assertThat(late.commands()).isEmpty();
        saga.replySuccess()
                .expect("depot", cancelShoppingList())
                .replySuccess()
                .expect("ordering", reject("no reply to 'confirm payment' within 24 h"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void an_order_cancelled_during_an_outage_is_undone_at_once() {
        var saga = creatingList();
        saga.deadlinePasses()
                .expect("depot", createShoppingList())
                .expectNotice("ordering", noteDelay(saga.saga().delayedSince().orElseThrow()));

        saga.cancel("the order was cancelled")
                .expect("payments", voidPayment())
                .replySuccess()
                .expect(
                        "depot",
                        cancelShoppingList().toBuilder().clearShoppingListId().build());
    }

    @Test
    void an_unanswered_approval_is_never_undone_without_an_answer() {
        var saga = approving();
        saga.deadlinePasses()
                .expect("ordering", approveOrder())
                .expectNotice("ordering", noteDelay(saga.saga().delayedSince().orElseThrow()));
        for (int i = 0; i < 20; i++) {
            saga.deadlinePasses().expect("ordering", approveOrder());
        }

        saga.replySuccess().expectCompleted();
    }

    @Test
    void fault_5_a_reply_to_another_command_changes_nothing() {
        var saga = confirmingPayment();
        var before = saga.saga();

        saga.replyToAnotherCommand().expectNothing();

        assertThat(saga.saga()).isEqualTo(before);
    }

    @Test
    void fault_5_a_compensation_that_fails_is_tried_again_until_it_succeeds() {
        var saga = confirmingPayment().replyFailure("no").expect("depot", cancelShoppingList());
        for (int i = 0; i < 20; i++) {
            saga.replyFailure("a bot has it").expectNothing().expectStuck(true);
            saga.deadlinePasses().expect("depot", cancelShoppingList());
        }

        saga.replySuccess().expect("ordering", RejectOrder.class).replySuccess().expectCompensated();
    }

    private static SagaScript<CreateOrder> started() {
        return given(CREATE_ORDER)
                .start(ORDER)
                .expect("customers", authorizeCustomer())
                .expect("depot", createShoppingList())
                .expect("payments", confirmPayment());
    }

    /** Only the depot's reply is missing. */
    private static SagaScript<CreateOrder> creatingList() {
        return started()
                .from("customers")
                .replySuccess()
                .from("payments")
                .replySuccess()
                .from("depot");
    }

    /** Only the reply of payments is missing. */
    private static SagaScript<CreateOrder> confirmingPayment() {
        return started()
                .from("customers")
                .replySuccess()
                .from("depot")
                .replySuccess(created())
                .from("payments");
    }

    private static SagaScript<CreateOrder> accepted() {
        return confirmingPayment().replySuccess();
    }

    private static SagaScript<CreateOrder> initiating() {
        return accepted().expect("depot", initiateShopping());
    }

    private static SagaScript<CreateOrder> approving() {
        return initiating().replySuccess().expect("ordering", approveOrder());
    }

    private static AuthorizeCustomer authorizeCustomer() {
        return AuthorizeCustomer.newBuilder()
                .setCustomerId(ORDER.customerId().toString())
                .setOrderId(ORDER.orderId().toString())
                .build();
    }

    private static CreateShoppingList createShoppingList() {
        var item = ORDER.items().getFirst();
        return CreateShoppingList.newBuilder()
                .setOrderId(ORDER.orderId().toString())
                .addItems(ShoppingItem.newBuilder()
                        .setProductId(item.productId().toString())
                        .setStoreId(item.storeId().toString())
                        .setQuantity(2))
                .build();
    }

    private static CreatedShoppingList created() {
        return CreatedShoppingList.newBuilder()
                .setShoppingListId(LIST.toString())
                .setOrderId(ORDER.orderId().toString())
                .build();
    }

    private static ConfirmPayment confirmPayment() {
        return ConfirmPayment.newBuilder()
                .setPaymentId(ORDER.paymentId().toString())
                .setOrderId(ORDER.orderId().toString())
                .setCustomerId(ORDER.customerId().toString())
                .setAmount(Money.newBuilder().setAmount("19.99").setCurrency("EUR"))
                .build();
    }

    private static InitiateShopping initiateShopping() {
        return InitiateShopping.newBuilder()
                .setShoppingListId(LIST.toString())
                .setOrderId(ORDER.orderId().toString())
                .build();
    }

    private static ApproveOrder approveOrder() {
        return ApproveOrder.newBuilder()
                .setOrderId(ORDER.orderId().toString())
                .setShoppingListId(LIST.toString())
                .build();
    }

    private static VoidPayment voidPayment() {
        return VoidPayment.newBuilder()
                .setPaymentId(ORDER.paymentId().toString())
                .setOrderId(ORDER.orderId().toString())
                .build();
    }

    private static CancelShoppingList cancelShoppingList() {
        return CancelShoppingList.newBuilder()
                .setShoppingListId(LIST.toString())
                .setOrderId(ORDER.orderId().toString())
                .build();
    }

    private static NoteOrderDelay noteDelay(Instant since) {
        return NoteOrderDelay.newBuilder()
                .setOrderId(ORDER.orderId().toString())
                .setSince(Timestamp.newBuilder()
                        .setSeconds(since.getEpochSecond())
                        .setNanos(since.getNano()))
                .build();
    }

    private static RejectOrder reject(String reason) {
        return RejectOrder.newBuilder()
                .setOrderId(ORDER.orderId().toString())
                .setReason(reason)
                .build();
    }
}
