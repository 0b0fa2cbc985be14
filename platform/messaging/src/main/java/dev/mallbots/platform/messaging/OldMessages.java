package dev.mallbots.platform.messaging;

import dev.mallbots.platform.service.OldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is kept of messages: longer than Kafka could still deliver one again. */
class OldMessages {

    private static final String INBOX = """
            delete from inbox where message_id in (
                select message_id from inbox where received_at < $1 limit $2 for update skip locked)
            """;

    private static final String DISCARDED = """
            delete from dead_letter where id in (
                select id from dead_letter where discarded_at < $1 limit $2 for update skip locked)
            """;

    private final Duration kept;

    OldMessages(@ConfigProperty(name = "mallbots.inbox.kept", defaultValue = "P14D") Duration kept) {
        this.kept = kept;
    }

    @Produces
    @Singleton
    OldRows inbox() {
        return new OldRows("inbox", INBOX, kept);
    }

    @Produces
    @Singleton
    OldRows discardedDeadLetters() {
        return new OldRows("discarded dead letters", DISCARDED, kept);
    }
}
