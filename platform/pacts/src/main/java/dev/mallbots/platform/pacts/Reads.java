package dev.mallbots.platform.pacts;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a consumer reads of the messages of others.
 *
 * <pre>{@code
 * reads.from("ordering", "mallbots.ordering.events.Order")
 *         .message(OrderReadied.class, "order_id", "payment_id", "total")
 *         .message(OrderRejected.class, "order_id", "reason?");
 * }</pre>
 */
public final class Reads {

    /**
     * One message of one provider, as a consumer reads it.
     *
     * @param topic empty for the answer to a call
     * @param leaves the paths of the read leaves
     * @param mayBeEmpty those of them that the consumer also accepts without a value
     */
    record Reading(String provider, String topic, Message empty, List<String> leaves, Set<String> mayBeEmpty) {

        /** @param fields as in {@link From#message} */
        static Reading of(String provider, String topic, Message empty, String... fields) {
            List<String> leaves = new ArrayList<>();
            Set<String> mayBeEmpty = new TreeSet<>();
            for (String field : fields) {
                boolean optional = field.endsWith("?");
                List<String> below = Fields.leaves(
                        empty.getDescriptorForType(), optional ? field.substring(0, field.length() - 1) : field);
                leaves.addAll(below);
                if (optional) {
                    mayBeEmpty.addAll(below);
                }
            }
            return new Reading(provider, topic, empty, List.copyOf(leaves), mayBeEmpty);
        }

        String type() {
            return empty.getDescriptorForType().getFullName();
        }

        Message example() {
            return Fields.example(empty, leaves);
        }

        List<String> unread() {
            return Fields.leaves(empty.getDescriptorForType()).stream()
                    .filter(leaf -> !leaves.contains(leaf))
                    .toList();
        }
    }

    private final List<Reading> readings = new ArrayList<>();

    Reads() {}

    /** The following messages are written by this provider, to this topic. */
    public From from(String provider, String topic) {
        return new From(provider, topic);
    }

    List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Messages of one provider in one topic. */
    public final class From {

        private final String provider;
        private final String topic;

        private From(String provider, String topic) {
            this.provider = provider;
            this.topic = topic;
        }

        /**
         * @param fields the paths of the read fields ({@code items.price}); a field that is a message stands for all its fields, and a
         *       question mark at the end for a field that the provider may leave empty
         */
        public From message(Class<? extends Message> type, String... fields) {
            readings.add(Reading.of(provider, topic, Internal.getDefaultInstance(type), fields));
            return this;
        }

        /** A message that is read as a whole; the named fields may be empty. */
        public From whole(Class<? extends Message> type, String... mayBeEmpty) {
            Set<String> optional = Set.of(mayBeEmpty);
            return message(
                    type,
                    Fields.leaves(Internal.getDefaultInstance(type).getDescriptorForType()).stream()
                            .map(leaf -> optional.contains(leaf) ? leaf + "?" : leaf)
                            .toArray(String[]::new));
        }

        /** Messages that are read as a whole. */
        @SafeVarargs
        public final From wholly(Class<? extends Message>... types) {
            Stream.of(types).forEach(type -> whole(type));
            return this;
        }
    }
}
