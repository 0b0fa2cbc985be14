package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.chaos.Evidence.Analytics;
import dev.mallbots.chaos.Evidence.DeadLetter;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.chaos.Evidence.Notification;
import dev.mallbots.chaos.Evidence.Saga;
import dev.mallbots.chaos.Evidence.StepDone;
import dev.mallbots.chaos.Evidence.StoredEvent;
import dev.mallbots.chaos.Evidence.Stream;
import dev.mallbots.chaos.Ledger.Deed;
import dev.mallbots.chaos.Violation.Kind;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever checks must be able to find a fault: each is put into a story in which nothing is wrong. */
class PromisesTest {

    private final Story story = new Story();

    @Test
    void a_story_in_which_all_went_well_breaks_no_promise() {
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void what_was_answered_and_is_not_there_is_lost() {
        String payment = UUID.randomUUID().toString();
        story.ledger.answered(Deed.PAYMENT_AUTHORIZED, payment);

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(1);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains(payment);
        });
    }

    @Test
    void a_client_that_was_told_of_a_fault_of_ours_is_heard() {
        story.ledger.fault("500 for POST /api/payments: something went wrong");

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(1);
            assertThat(violation.kind()).isEqualTo(Kind.WRONG);
            assertThat(violation.sentence()).contains("500 for POST /api/payments");
        });
    }

    @Test
    void an_order_that_nobody_asked_for_is_found() {
        story.ledger.askedCheckOuts().clear();

        assertThat(story.brokenPromises()).containsExactly(1);
    }

    @Test
    void a_relay_that_marks_a_message_before_the_broker_has_it_is_found() {
        story.said.remove(story.first("OrderApproved"));

        assertThat(story.broken()).anySatisfy(violation -> {
            assertThat(violation.promise()).isEqualTo(3);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
            assertThat(violation.sentence()).contains("[2]").contains(story.order);
        });
    }

    @Test
    void messages_of_one_aggregate_that_overtake_each_other_are_found() {
        story.said.addFirst(story.said.remove(story.said.indexOf(story.first("OrderApproved"))));

        assertThat(story.brokenPromises()).containsExactly(3);
    }

    @Test
    void a_message_that_comes_again_is_no_fault_of_itself() {
        story.again(story.first("BasketCheckedOut"));
        story.again(story.first("OrderCreated"));

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_hole_in_a_stream_is_found() {
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
        story.consumers
                .get("ordering")
                .inbox()
                .remove(story.first("ApproveOrder").id());

        assertThat(story.broken()).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(4);
            assertThat(violation.kind()).isEqualTo(Kind.LOST);
        });
    }

    @Test
    void a_consumer_without_an_inbox_is_found_by_the_second_effect_of_one_cause() {
        story.again(story.first("ApproveOrder"));
        story.consumers.get("ordering").inbox().put(story.first("ApproveOrder").id(), 2);
        story.say(
                History.ORDERS,
                3,
                OrderApproved.newBuilder().setOrderId(story.order).build(),
                story.first("ApproveOrder"));
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
    void a_reply_that_is_taken_twice_is_found() {
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
        story.consumers.get("order-saga").inbox().put(second.id(), 1);
        story.consumers.get("ordering").inbox().put(command.id(), 1);
        story.steps.add(new StepDone(story.order, "approve order", second.id().toString()));

        assertThat(story.broken())
                .hasSize(2)
                .allSatisfy(violation -> assertThat(violation.kind()).isEqualTo(Kind.TWICE))
                .allSatisfy(violation ->
                        assertThat(violation.sentence()).contains(second.id().toString()));
    }

    @Test
    void a_saga_that_is_not_over_is_found() {
        story.sagas.set(0, new Saga(story.order, "COMPENSATING", true));

        assertThat(story.brokenPromises()).containsExactly(2);
    }

    @Test
    void an_approved_order_that_nobody_pays_for_is_found() {
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
    void an_order_that_should_never_be_approved_and_is_is_found() {
        story.ledger.knows(new Ledger.Order(
                story.order, story.customer, Story.TOTAL, Optional.of("its payment is a cent too small")));

        assertThat(story.brokenPromises()).containsExactly(2);
    }

    @Test
    void a_search_that_lags_behind_for_good_is_found() {
        FoundOrder order = story.found.getFirst();
        story.found.set(
                0,
                new FoundOrder(
                        order.id(), order.customer(), order.customerName(), order.total(), "pending", order.lines()));

        assertThat(story.brokenPromises()).containsExactly(5);
    }

    @Test
    void analytics_that_tells_another_sum_another_funnel_or_another_trail_is_found() {
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
    void a_notification_that_is_missing_or_was_sent_twice_is_found() {
        Notification told = story.notifications.removeLast();
        assertThat(story.broken()).extracting(Violation::kind).containsExactly(Kind.LOST);

        story.notifications.addAll(List.of(told, told));
        assertThat(story.broken()).extracting(Violation::kind).containsExactly(Kind.TWICE);
    }

    @Test
    void rubbish_is_kept_with_its_origin_and_shown_to_operators() {
        Said noise = story.add(Story.BASKETS, Map.of(Said.OURS, Said.Kind.NOISE.name()), new byte[] {1});
        story.consumers.get("ordering").inbox().put(noise.id(), 1);
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
    void a_real_message_that_was_given_up_is_a_loss() {
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
