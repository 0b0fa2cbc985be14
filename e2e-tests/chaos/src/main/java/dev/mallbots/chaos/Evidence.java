package dev.mallbots.chaos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The observable state after all work has finished: the topics from their start, the databases, and the answers of search, analytics and
 * the operators' calls.
 *
 * @param said the records, in order within each partition
 * @param consumers by service
 * @param senderCalls the calls of the notification sender, as the sender recorded them
 * @param unconfirmed notifications with an unknown outcome
 * @param listedDeadLetters the ids in the operators' lists, by service
 */
record Evidence(
        List<Said> said,
        Map<String, Consumer> consumers,
        List<Stream> streams,
        List<Counted> counted,
        List<Payment> payments,
        List<Invoice> invoices,
        List<ShoppingList> shoppingLists,
        List<Saga> sagas,
        List<StepDone> stepsDone,
        List<Notification> senderCalls,
        Set<Notification> unconfirmed,
        List<DeadLetter> deadLetters,
        Map<String, Set<String>> listedDeadLetters,
        List<Copies> copies,
        List<FoundOrder> found,
        Analytics analytics) {

    /**
     * @param types simple names of the messages that it handles
     * @param claims in the order of their creation
     */
    record Consumer(Set<String> topics, Set<String> types, List<Claim> claims, List<Consequence> consequences) {
        /** A message without an envelope is handled too: it becomes a dead letter. */
        boolean handles(Said said) {
            return topics.contains(said.topic())
                    && (said.payload() == null || said.type().isEmpty() || types.contains(said.type()));
        }

        Map<UUID, List<Claim>> claimsByMessage() {
            return claims.stream().collect(Collectors.groupingBy(Claim::message));
        }

        Map<UUID, Claim> firstClaims() {
            return claims.stream()
                    .collect(Collectors.toMap(Claim::message, Function.identity(), (first, again) -> first));
        }
    }

    /**
     * A committed transaction took a message from the inbox.
     *
     * @param number grows in the order of the claims
     * @param givenUp whether the message was claimed to become a dead letter, and not to be handled
     */
    record Claim(long number, String transaction, UUID message, boolean givenUp) {
        /** Messages taken by one transaction are handled at the same time. */
        boolean isBefore(Claim other) {
            return number < other.number && !transaction.equals(other.transaction);
        }
    }

    /** A committed transaction put a message into the outbox, with another message as its cause. */
    record Consequence(String transaction, UUID cause, String type, String key, String topic) {}

    /** An aggregate in an event store. */
    record Stream(String service, String aggregate, String id, long head, List<StoredEvent> events) {
        String topic() {
            return "mallbots.%s.events.%s".formatted(service, aggregate);
        }
    }

    record StoredEvent(long version, String type) {}

    /** An aggregate in rows, with the number of its published events as it stores it. */
    record Counted(String topic, String id, long told) {}

    record Payment(String id, BigDecimal amount, String status, Optional<String> order) {}

    record Invoice(String order, String payment, BigDecimal amount, String status) {}

    record ShoppingList(String id, String order, String status) {
        boolean isLive() {
            return !status.equals("CANCELLED");
        }
    }

    record Saga(String id, String state, boolean stuck) {
        boolean isOver() {
            return state.equals("COMPLETED") || state.equals("COMPENSATED");
        }
    }

    /** A log entry of a saga about a done step. */
    record StepDone(String saga, String step, String message) {}

    /** @param kind as in the API: {@code order-created} */
    record Notification(String order, String kind) {}

    record DeadLetter(
            String service,
            String id,
            String topic,
            int partition,
            long offset,
            String type,
            String error,
            int tries) {}

    /**
     * A service's copies of objects of one kind.
     *
     * @param keepsRemoved whether the copy of a removed object stays
     * @param byId every stored field as text, by the name of the field in the events
     */
    record Copies(String service, Facts.Kind what, boolean keepsRemoved, Map<String, Map<String, String>> byId) {
        boolean mustHold(Facts.Thing thing) {
            return keepsRemoved || !thing.isRemoved();
        }
    }

    record FoundOrder(
            String id, String customer, String customerName, BigDecimal total, String status, List<FoundLine> lines) {}

    /**
     * @param sold pieces and total by product
     * @param baskets numbers by stage
     * @param trails the ids of events by order, in the trail's order
     */
    record Analytics(Map<String, String> sold, Map<String, Long> baskets, Map<String, List<UUID>> trails) {

        static String sold(long pieces, BigDecimal total) {
            return "%d pieces for %s"
                    .formatted(pieces, total.stripTrailingZeros().toPlainString());
        }
    }

    record FoundLine(
            String product, String store, String productName, String storeName, BigDecimal price, int quantity) {}
}
