package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.chaos.Evidence.Analytics;
import dev.mallbots.chaos.Evidence.Claim;
import dev.mallbots.chaos.Evidence.Copies;
import dev.mallbots.chaos.Evidence.DeadLetter;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.chaos.Evidence.Notification;
import dev.mallbots.chaos.Evidence.Payment;
import dev.mallbots.chaos.Evidence.Saga;
import dev.mallbots.chaos.Evidence.StepDone;
import dev.mallbots.chaos.Evidence.StoredEvent;
import dev.mallbots.chaos.Evidence.Stream;
import dev.mallbots.chaos.Ledger.Deed;
import dev.mallbots.chaos.Violation.Kind;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.Stop;
import dev.mallbots.contracts.depot.v1.StopItem;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every check must find its fault: each fault is added to a correct history. */
class PromisesTest {

    private final Story story = new Story();

    @Test
    void a_correct_history_breaks_no_promise() {
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_violation_names_the_check_that_found_it() {
        story.said.remove(story.first("OrderApproved"));

        assertThat(story.broken()).extracting(Violation::check).contains("StreamsAreGapless");
    }

    @Test
    void a_confirmed_write_that_is_missing_is_found() {
        String payment = UUID.randomUUID().toString();
        story.ledger.answered(Deed.PAYMENT_AUTHORIZED, payment);

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(1);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains(payment);
        });
    }

    @Test
    void an_answer_of_500_is_found() {
        story.ledger.fault("500 for POST /api/payments: something went wrong");

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(1);
            assertThat(violation.kind()).isEqualTo(Kind.WRONG);
            assertThat(violation.sentence()).contains("500 for POST /api/payments");
        });
    }

    @Test
    void an_order_without_a_request_is_found() {
        story.ledger.askedCheckOuts().clear();

        assertThat(story.brokenPromises()).containsExactly(1);
    }

    @Test
    void a_relay_that_marks_a_message_before_the_brokers_acknowledgement_is_found() {
        story.said.remove(story.first("OrderApproved"));

        assertThat(story.broken()).anySatisfy(violation -> {
            assertThat(violation.promise()).isEqualTo(3);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains("[2]").contains(story.order);
        });
    }

    @Test
    void messages_of_one_aggregate_in_the_wrong_order_are_found() {
        story.said.addFirst(story.said.remove(story.said.indexOf(story.first("OrderApproved"))));

        assertThat(story.brokenPromises()).containsExactly(3);
    }

    @Test
    void a_redelivered_message_is_no_fault_by_itself() {
        story.again(story.first("BasketCheckedOut"));
        story.again(story.first("OrderCreated"));

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_gap_in_a_stream_is_found() {
        story.streams.removeLast();
        story.streams.add(new Stream(
                "ordering",
                "Order",
                story.order,
                3,
                List.of(
                        new StoredEvent(1, "OrderCreated"),
                        new StoredEvent(2, "OrderApproved"),
                        new StoredEvent(4, "ShoppingStartedEarly"))));

        assertThat(story.brokenPromises()).containsExactly(3);
    }

    @Test
    void a_consumer_that_has_not_handled_a_message_is_found() {
        Said command = story.first("ApproveOrder");
        story.consumers
                .get("ordering")
                .claims()
                .removeIf(claim -> claim.message().equals(command.id()));
        story.consumers
                .get("ordering")
                .consequences()
                .removeIf(said -> said.cause().equals(command.id()));

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(4);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
        });
    }

    @Test
    void a_consumer_that_forgets_handled_messages_is_found_by_the_second_effect_of_one_cause() {
        Said command = story.first("ApproveOrder");
        story.again(command);
        Said approvedAgain = story.say(
                History.ORDERS,
                3,
                OrderApproved.newBuilder().setOrderId(story.order).build(),
                command);
        story.handles("ordering", command, approvedAgain);
        story.streams.removeLast();
        story.streams.add(new Stream(
                "ordering",
                "Order",
                story.order,
                3,
                List.of(
                        new StoredEvent(1, "OrderCreated"),
                        new StoredEvent(2, "OrderApproved"),
                        new StoredEvent(3, "OrderApproved"))));

        assertThat(story.broken())
                .hasSize(3)
                .allSatisfy(violation -> assertThat(violation.kind()).isEqualTo(Kind.TWICE));
    }

    @Test
    void a_message_that_is_handled_again_is_found_though_the_inbox_has_it_once() {
        Said command = story.first("ApproveOrder");
        story.says("ordering", "another transaction", command, story.first("CommandSucceeded"));

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(4);
            assertThat(violation.kind()).isEqualTo(Kind.TWICE);
            assertThat(violation.sentence()).contains(command.id().toString());
        });
    }

    @Test
    void a_message_that_was_given_up_and_then_replayed_took_effect_once() {
        Said command = story.first("ApproveOrder");
        var claims = story.consumers.get("ordering").claims();
        Claim handled = claims.removeLast();
        story.claims("ordering", "gives it up", command, true);
        story.claims("ordering", handled.transaction(), command, false);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_consumer_that_handles_a_later_message_of_a_key_first_is_found() {
        var claims = story.consumers.get("order-saga").claims();
        Said reply = story.first("CommandSucceeded");
        Said later = story.say(Story.REPLIES, 0, CommandSucceeded.getDefaultInstance(), null);
        claims.removeIf(claim -> claim.message().equals(reply.id()));
        story.handles("order-saga", later);
        story.handles("order-saga", reply);

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(3);
            assertThat(violation.sentence())
                    .contains("before")
                    .contains(reply.id().toString())
                    .contains(later.id().toString());
        });
    }

    @Test
    void messages_of_a_key_in_one_transaction_are_in_order_whatever_their_order_in_the_inbox() {
        Said reply = story.first("CommandSucceeded");
        Said later = story.say(Story.REPLIES, 0, CommandSucceeded.getDefaultInstance(), null);
        story.consumers
                .get("order-saga")
                .claims()
                .removeIf(claim -> claim.message().equals(reply.id()));
        story.claims("order-saga", "both", later, false);
        story.claims("order-saga", "both", reply, false);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void two_replies_to_one_command_are_found_though_their_content_differs() {
        Said command = story.first("ApproveOrder");
        Said refusal = story.say(Story.REPLIES, 0, CommandFailed.getDefaultInstance(), command);
        story.handles("order-saga", refusal);

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(4);
            assertThat(violation.sentence()).contains("an answer");
        });
    }

    @Test
    void a_reply_that_is_handled_twice_is_found() {
        Map<String, String> headers =
                new HashMap<>(story.first("CommandSucceeded").headers());
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put(Said.OURS, Said.Kind.SECOND_REPLY.name());
        Said second = story.add(Story.REPLIES, headers, new byte[0]);
        Said command = story.say(
                Story.COMMANDS,
                0,
                ApproveOrder.newBuilder().setOrderId(story.order).build(),
                second);
        story.handles("order-saga", second, command);
        story.handles("ordering", command);
        story.steps.add(new StepDone(story.order, "approve order", second.id().toString()));

        assertThat(story.broken())
                .hasSize(2)
                .allSatisfy(violation -> assertThat(violation.kind()).isEqualTo(Kind.TWICE))
                .allSatisfy(violation ->
                        assertThat(violation.sentence()).contains(second.id().toString()));
    }

    @Test
    void an_order_that_is_rejected_because_a_service_did_not_answer_is_found() {
        reject("no reply to 'authorize customer'");

        assertThat(story.broken()).hasSize(2).allSatisfy(violation -> {
            assertThat(violation.promise()).isEqualTo(2);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains(story.order);
        });
    }

    @Test
    void an_order_that_is_rejected_without_a_reason_is_found() {
        reject("payment does not cover the total");
        assertThat(story.broken())
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence()).contains("nothing was wrong with it"));

        story.ledger.mayEnd(story.order);
        assertThat(story.broken()).isEmpty();
    }

    /** Instead of its approval; payment and list are undone. */
    private void reject(String reason) {
        Said approved = story.first("OrderApproved");
        Said command = story.first("ApproveOrder");
        story.said.remove(approved);
        story.say(
                History.ORDERS,
                2,
                OrderRejected.newBuilder()
                        .setOrderId(story.order)
                        .setReason(reason)
                        .build(),
                command);
        story.payments.clear();
        story.lists.clear();
        story.senderCalls.set(1, new Notification(story.order, "order-rejected"));
        FoundOrder seen = story.found.getFirst();
        story.found.set(
                0,
                new FoundOrder(
                        seen.id(), seen.customer(), seen.customerName(), seen.total(), "rejected", seen.lines()));
    }

    @Test
    void an_order_that_goes_on_though_staff_have_cancelled_its_list_is_found() {
        story.ledger.calledOff(story.order, "staff have cancelled its shopping list");

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(2);
            assertThat(violation.sentence()).contains("is approved though staff have cancelled its shopping list");
        });
    }

    @Test
    void a_shopping_list_for_more_than_was_ordered_is_found() {
        story.say(
                "mallbots.depot.events.ShoppingList",
                story.lists.getFirst().id(),
                1,
                ShoppingListCreated.newBuilder()
                        .setShoppingListId(story.lists.getFirst().id())
                        .addStops(Stop.newBuilder()
                                .addItems(StopItem.newBuilder()
                                        .setProductId(story.product)
                                        .setQuantity(2)))
                        .build(),
                null);

        assertThat(story.broken())
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence()).contains("its shopping list"));
    }

    @Test
    void a_payment_that_pays_for_none_or_both_of_two_orders_is_found() {
        String other = UUID.randomUUID().toString();
        story.ledger.rivals(new Ledger.Rivals(story.order, other));
        assertThat(story.broken()).isEmpty();

        reject("payment is used by another order");
        assertThat(story.broken())
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence()).contains("pays for none"));
    }

    @Test
    void a_payment_that_is_held_for_an_ended_order_is_found_even_if_it_was_never_confirmed() {
        reject("its customer is disabled");
        story.ledger.mayEnd(story.order);
        story.payments.add(new Payment(story.payment, Story.TOTAL, "AUTHORIZED", Optional.empty()));

        assertThat(story.broken())
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.sentence()).contains(story.payment).contains("held for order"));
    }

    @Test
    void money_that_was_captured_twice_or_in_another_amount_than_the_invoice_is_found() {
        pays("12.5", "12.5");
        assertThat(story.broken()).isEmpty();

        story.invoices.set(0, new Invoice(story.order, story.payment, new BigDecimal("12.49"), "PAID"));
        assertThat(story.broken())
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.promise()).isEqualTo(2));

        Story another = new Story();
        pays(another, "12.5", "12.49");
        assertThat(another.broken())
                .anySatisfy(violation -> assertThat(violation.sentence()).contains("was taken, but its invoice says"));
    }

    private void pays(String captured, String owed) {
        pays(story, captured, owed);
    }

    private static void pays(Story story, String captured, String owed) {
        story.say(
                Facts.Kind.PAYMENT.topic,
                story.payment,
                1,
                PaymentCaptured.newBuilder()
                        .setOrderId(story.order)
                        .setPaymentId(story.payment)
                        .setAmount(Money.newBuilder().setAmount(captured))
                        .build(),
                null);
        story.say(
                Facts.Kind.INVOICE.topic,
                1,
                InvoicePaid.newBuilder()
                        .setOrderId(story.order)
                        .setPaymentId(story.payment)
                        .setAmount(Money.newBuilder().setAmount(owed))
                        .build(),
                null);
        story.payments.set(0, new Payment(story.payment, Story.TOTAL, "CAPTURED", Optional.of(story.order)));
        story.invoices.add(new Invoice(story.order, story.payment, new BigDecimal(owed), "PAID"));
    }

    @Test
    void a_copy_with_the_right_name_and_a_wrong_price_or_participation_is_found() {
        Said opened = story.say(
                Facts.Kind.STORE.topic,
                story.store,
                1,
                StoreCreated.newBuilder()
                        .setName("Bakery")
                        .setLocation("Aisle 1")
                        .build(),
                null);
        story.say(
                Facts.Kind.PRODUCT.topic,
                story.product,
                1,
                ProductAdded.newBuilder()
                        .setName("Bread")
                        .setStoreId(story.store)
                        .setPrice(Money.newBuilder().setAmount("12.50"))
                        .build(),
                opened);
        story.found.set(0, story.foundCalled("Bakery", "Bread"));
        story.keeps("baskets", Facts.Kind.STORE, story.store, Map.of("name", "Bakery", "participating", "false"));
        story.keeps("baskets", Facts.Kind.PRODUCT, story.product, Map.of("name", "Bread", "price", "12.5"));
        assertThat(story.broken()).isEmpty();

        story.keeps("baskets", Facts.Kind.STORE, story.store, Map.of("name", "Bakery", "participating", "true"));
        story.keeps("baskets", Facts.Kind.PRODUCT, story.product, Map.of("name", "Bread", "price", "12.49"));
        assertThat(story.broken())
                .hasSize(2)
                .allSatisfy(violation -> assertThat(violation.promise()).isEqualTo(5))
                .extracting(Violation::sentence)
                .anySatisfy(sentence -> assertThat(sentence).contains("price='12.49' instead of '12.5'"))
                .anySatisfy(sentence -> assertThat(sentence).contains("participating='true' instead of 'false'"));
    }

    @Test
    void a_missed_number_or_status_and_a_missing_copy_are_found() {
        story.say(
                Facts.Kind.CUSTOMER.topic,
                story.customer,
                1,
                CustomerRegistered.newBuilder().setSmsNumber("+49 30 1234567").build(),
                null);
        story.say(
                Facts.Kind.CUSTOMER.topic,
                story.customer,
                2,
                CustomerSmsChanged.newBuilder().setSmsNumber("+44 20 7654321").build(),
                null);
        story.keeps("notifications", Facts.Kind.CUSTOMER, story.customer, Map.of("sms_number", "+49 30 1234567"));
        story.copies.add(new Copies("search", Facts.Kind.CUSTOMER, true, Map.of()));

        assertThat(story.broken()).extracting(Violation::kind).containsExactlyInAnyOrder(Kind.WRONG, Kind.LOST);
    }

    @Test
    void a_saga_that_has_not_ended_is_found() {
        story.sagas.set(0, new Saga(story.order, "COMPENSATING", true));

        assertThat(story.brokenPromises()).containsExactly(2);
    }

    @Test
    void an_approved_order_without_a_payment_is_found() {
        story.payments.clear();

        assertThat(story.brokenPromises()).containsExactly(2);
    }

    @Test
    void an_order_that_is_paid_or_invoiced_twice_is_found() {
        story.payments.add(story.payments.getFirst());
        assertThat(story.broken())
                .singleElement()
                .satisfies(violation -> assertThat(violation.kind()).isEqualTo(Kind.TWICE));
        story.payments.removeLast();

        Invoice invoice = new Invoice(
                story.order,
                story.payments.getFirst().id(),
                story.payments.getFirst().amount(),
                "UNPAID");
        story.invoices.addAll(List.of(invoice, invoice));
        assertThat(story.broken())
                .singleElement()
                .satisfies(violation -> assertThat(violation.kind()).isEqualTo(Kind.TWICE));
    }

    @Test
    void an_order_that_must_not_be_approved_and_is_approved_is_found() {
        story.ledger.knows(new Ledger.Order(
                story.order, story.customer, Story.TOTAL, Optional.of("its payment is a cent too small")));

        assertThat(story.brokenPromises()).containsExactly(2);
    }

    @Test
    void a_search_that_permanently_lags_is_found() {
        FoundOrder order = story.found.getFirst();
        story.found.set(
                0,
                new FoundOrder(
                        order.id(), order.customer(), order.customerName(), order.total(), "pending", order.lines()));

        assertThat(story.brokenPromises()).containsExactly(5);
    }

    @Test
    void a_wrong_sum_funnel_or_trail_of_analytics_is_found() {
        Analytics right = AnalyticsEqualsHistory.expected(new History(story.said));
        List<UUID> trail = right.trails().get(story.order);
        assertThat(trail).hasSize(3);
        UUID created = story.first("OrderCreated").id();
        UUID approved = story.first("OrderApproved").id();
        UUID checkedOut = story.first("BasketCheckedOut").id();

        assertAnalyticsIsFound(
                new Analytics(Map.of(story.product, "1 pieces for 12.5"), right.baskets(), right.trails()));
        assertAnalyticsIsFound(new Analytics(right.sold(), Map.of("started", 1L), right.trails()));
        assertAnalyticsIsFound(new Analytics(right.sold(), right.baskets(), Map.of()));
        assertAnalyticsIsFound(new Analytics(
                right.sold(), right.baskets(), Map.of(story.order, List.of(checkedOut, approved, created))));
    }

    private void assertAnalyticsIsFound(Analytics wrong) {
        story.analytics = Optional.of(wrong);
        assertThat(story.broken()).isNotEmpty().allSatisfy(violation -> {
            assertThat(violation.promise()).isEqualTo(5);
            assertThat(violation.sentence()).startsWith("Analytics");
        });
    }

    @Test
    void a_missing_notification_is_found_unless_it_is_known_to_be_unconfirmed() {
        Notification told = story.senderCalls.removeLast();
        assertThat(story.broken()).extracting(Violation::kind).containsExactly(Kind.LOST);

        story.unconfirmed.add(told);
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_sender_that_was_called_twice_for_one_notification_is_found() {
        story.senderCalls.add(story.senderCalls.getLast());

        assertThat(story.broken()).extracting(Violation::kind).containsExactly(Kind.TWICE);
    }

    @Test
    void an_unreadable_message_must_be_stored_with_its_origin_and_shown_to_operators() {
        Said noise = story.add(Story.BASKETS, Map.of(Said.OURS, Said.Kind.NOISE.name()), new byte[] {1});
        story.claims("ordering", "gives it up", noise, true);
        assertThat(story.brokenPromises()).containsExactly(7);

        story.deadLetters.add(new DeadLetter(
                "ordering", noise.id().toString(), noise.topic(), 0, noise.offset(), "", "no header ce_id", 1));
        story.listed.put("ordering", Set.of(noise.id().toString()));
        story.add(
                "mallbots.ordering.dead-letters",
                Map.of(
                        "dead-letter-error", "no header ce_id",
                        "dead-letter-topic", noise.topic(),
                        "dead-letter-partition", "0",
                        "dead-letter-offset", "" + noise.offset(),
                        "dead-letter-tries", "1"),
                new byte[] {1});
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_valid_message_that_was_given_up_is_a_loss() {
        Said command = story.first("ApproveOrder");
        story.deadLetters.add(new DeadLetter(
                "ordering",
                command.id().toString(),
                command.topic(),
                0,
                command.offset(),
                "mallbots.ordering.v1.ApproveOrder",
                "IllegalStateException",
                5));

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains("IllegalStateException");
        });
    }
}
