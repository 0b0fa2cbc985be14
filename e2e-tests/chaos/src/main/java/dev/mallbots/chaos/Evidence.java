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
 * All that can be seen from outside once the mall is quiet: the topics from their start, the databases, and what search,
 * analytics and the operators' calls answer.
 *
 * @param said in order within each partition
 * @param consumers by service
 * @param senderCalls each call of the sender of notifications, as the sender has noted it
 * @param unconfirmed what the sender may have been called for, and nobody knows
 * @param listedDeadLetters ids that operators are shown, by service
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
     * @param types simple names of the messages that it has a use for
     * @param claims in the order in which they were made
     */
    record Consumer(Set<String> topics, Set<String> types, List<Claim> claims, List<Consequence> consequences) {
        /** What has no envelope is handled, too: it is given up. */
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
     * @param number grows in the order in which messages were taken
     * @param givenUp to keep it as a dead letter, instead of handling it
     */
    record Claim(long number, String transaction, UUID message, boolean givenUp) {
        /** What one transaction takes together comes at the same time. */
        boolean isBefore(Claim other) {
            return number < other.number && !transaction.equals(other.transaction);
        }
    }

    /** A committed transaction put a message into the outbox because of another one, its cause. */
    record Consequence(String transaction, UUID cause, String type, String key, String topic) {}

    /** An aggregate in an event store. */
    record Stream(String service, String aggregate, String id, long head, List<StoredEvent> events) {
        String topic() {
            return "mallbots.%s.events.%s".formatted(service, aggregate);
        }
    }

    record StoredEvent(long version, String type) {}

    /** An aggregate that is kept as state, and how many events it says it has told. */
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

    /** A line of a saga's log that says that a step was done. */
    record StepDone(String saga, String step, String message) {}

    /** @param kind as customers are told: {@code order-created} */
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
     * What a service keeps of things of a kind.
     *
     * @param keepsRemoved whether a thing that is gone is still there
     * @param byId every kept field as text, by the name that it has in the events
     */
    record Copies(String service, Facts.Kind what, boolean keepsRemoved, Map<String, Map<String, String>> byId) {
        boolean mustHold(Facts.Thing thing) {
            return keepsRemoved || !thing.isRemoved();
        }
    }

    record FoundOrder(
            String id, String customer, String customerName, BigDecimal total, String status, List<FoundLine> lines) {}

    /**
     * @param sold by product: pieces and total
     * @param baskets by stage
     * @param trails by order: ids of events, as they are told
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
