package dev.mallbots.platform.testing;

import dev.mallbots.platform.fleet.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Tests that a service survives the loss of its group's offsets and of its inbox, after which it handles the whole history again. For the
 * service it makes no difference whether the group starts at the first message or the messages are published again in their order. This
 * test does the latter, for the messages of its own keys.
 *
 * <p>Needs {@link WithMall}, and a service that has finished all work for these keys.
 */
public final class LostOffsets {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DataSource database;
    private final Topics topics;
    private final String service = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class);
    private final List<String> inbox =
            Arrays.asList(ConfigProvider.getConfig().getValue("mp.messaging.incoming.inbox.topics", String[].class));

    public LostOffsets(DataSource database, Topics topics) {
        this.database = database;
        this.topics = topics;
    }

    /**
     * Lets the service handle all messages of these keys again. Fails with the differences unless all rows that name one of the keys are
     * unchanged and the service has published nothing about them. Replies to commands are sent again and do not count.
     *
     * @param keys ids of aggregates, as in the topics
     */
    public void changeNothingFor(Object... keys) {
        Set<String> ids = Stream.of(keys).map(Object::toString).collect(Collectors.toSet());
        List<ConsumerRecord<String, byte[]>> history = historyOf(ids);
        Set<UUID> handled = inInbox(history.stream().map(LostOffsets::idOf).collect(Collectors.toSet()));
        await("the outbox to be empty", this::outboxIsEmpty);
        Rows rows = rows(ids);
        Set<String> published = published(ids);

        forget(handled);
        history.forEach(this::publishAgain);
        await("the history to be handled again", () -> inInbox(handled).equals(handled));
        await("the outbox to be empty", this::outboxIsEmpty);

        Set<String> differences = new TreeSet<>(rows(ids).differencesFrom(rows));
        published(ids).stream()
                .filter(message -> !published.contains(message))
                .forEach(message -> differences.add("published " + message));
        if (handled.isEmpty() || !differences.isEmpty()) {
            throw new AssertionError(
                    handled.isEmpty()
                            ? "the service has handled no message of " + ids
                            : "the same history made a difference:\n" + String.join("\n", differences));
        }
    }

    private List<ConsumerRecord<String, byte[]>> historyOf(Set<String> keys) {
        return inbox.stream()
                .flatMap(topic -> topics.raw(topic).stream())
                .filter(message -> keys.contains(message.key())
                        && !header(message, "ce_id").isEmpty())
                .toList();
    }

    private void publishAgain(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        topics.publishRaw(message.topic(), message.key(), message.value(), headers);
    }

    /** @return type, topic and id of each message that this service has published about the keys, without replies */
    private Set<String> published(Set<String> keys) {
        return TopicCatalogue.onClassPath().stream()
                .filter(line -> line.startsWith("mallbots."))
                .map(line -> line.split("\\s+")[0])
                .filter(topic -> topic.endsWith(".commands") || topic.startsWith("mallbots." + service + ".events."))
                .flatMap(topic -> topics.raw(topic).stream())
                .filter(message -> header(message, "ce_source").equals("/services/" + service)
                        && (keys.contains(message.key()) || keys.contains(header(message, "ce_correlationid"))))
                .map(message -> header(message, "ce_type") + " on " + message.topic() + ": " + header(message, "ce_id"))
                .collect(Collectors.toSet());
    }

    private static UUID idOf(ConsumerRecord<String, byte[]> message) {
        return UUID.fromString(header(message, "ce_id"));
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private Rows rows(Set<String> ids) {
        try (Connection connection = database.getConnection()) {
            return Rows.of(connection, String.join("|", ids));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<UUID> inInbox(Set<UUID> ids) {
        return query(
                        "select message_id::text from inbox where message_id::text = any(string_to_array(?, ','))",
                        joined(ids))
                .stream()
                .map(UUID::fromString)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void forget(Set<UUID> ids) {
        query(
                "delete from inbox where message_id::text = any(string_to_array(?, ',')) returning message_id::text",
                joined(ids));
    }

    private boolean outboxIsEmpty() {
        return query("select ? from outbox limit 1", "").isEmpty();
    }

    private static String joined(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    private List<String> query(String sql, String parameter) {
        try (Connection connection = database.getConnection()) {
            return Rows.strings(connection, sql, 1, parameter).stream()
                    .map(List::getFirst)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
