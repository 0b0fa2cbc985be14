package dev.mallbots.platform.messaging;

import dev.mallbots.platform.service.OldRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prunes inbox rows and discarded dead letters: after some time, and once Kafka can't deliver the message again. */
class OldMessages {

    // a row of an older instance has no offset: only its age counts
    private static final String INBOX = """
            delete from inbox where message_id in (
                select i.message_id from inbox i
                where i.received_at < $1 and (i.topic is null or exists (
                    select from unnest(cast($3 as text[]), cast($4 as integer[]), cast($5 as bigint[]))
                        as committed (topic, partition, "offset")
                    where committed.topic = i.topic and committed.partition = i.partition and i."offset" < committed."offset"))
                limit $2 for update of i skip locked)
            """;

    private static final String DISCARDED = """
            delete from dead_letter where id in (
                select id from dead_letter where discarded_at < $1 limit $2 for update skip locked)
            """;

    private final Duration kept;
    private final CommittedOffsets offsets;

    OldMessages(
            @ConfigProperty(name = "mallbots.inbox.kept", defaultValue = "P14D") Duration kept,
            CommittedOffsets offsets) {
        this.kept = kept;
        this.offsets = offsets;
    }

    @Produces
    @Singleton
    OldRows inbox() {
        return new OldRows("inbox", INBOX, kept, this::committed);
    }

    private Uni<List<Object>> committed() {
        return offsets.now().map(OldMessages::parameters);
    }

    private static List<Object> parameters(Map<TopicPartition, Long> committed) {
        List<TopicPartition> partitions = List.copyOf(committed.keySet());
        return List.of(
                partitions.stream().map(TopicPartition::topic).toArray(String[]::new),
                partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new),
                partitions.stream().map(committed::get).toArray(Long[]::new));
    }

    @Produces
    @Singleton
    OldRows discardedDeadLetters() {
        return new OldRows("discarded dead letters", DISCARDED, kept);
    }
}
