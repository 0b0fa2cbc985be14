package dev.mallbots.platform.pacts;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.messaging.Envelope;
import dev.mallbots.platform.messaging.Handlers;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.PactFiles.Pact;
import dev.mallbots.platform.pacts.Reads.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The pacts of one service, on both sides.
 *
 * <p>As a consumer it says which fields it reads of which message. Its real handlers run on the example of each pact, and they must need
 * every field that the pact names and notice no other. The result is the file {@code shared-contracts/pacts/CONSUMER-PROVIDER.json}, which
 * must be the one in Git; {@code -Dpacts.write=true} writes it.
 *
 * <p>As a provider it shows what its real translators write, and this must keep every pact that names it.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ServicePacts {

    private static final String READ = "pacts-read.txt";
    private static final String KEPT = "pacts-kept.txt";
    private static final boolean WRITE = Boolean.getBoolean("pacts.write");
    private static final UUID MESSAGE = new UUID(0, 2);
    private static final UUID SUBJECT = new UUID(0, 3);
    private static final UUID PROCESS = new UUID(0, 4);

    private final String service;
    private final Calls calls = new Calls();
    private final Reads reads = new Reads();
    private final List<MessageSubscriber> subscribers;
    private final Handlers handlers;

    /** @param service its name: that of its folder */
    protected ServicePacts(String service) {
        this.service = service;
        subscribers = subscribers(calls);
        handlers = new Handlers(subscribers);
        reads(reads);
    }

    /** The service's real handlers of messages, whose use cases only record their calls. */
    protected abstract List<MessageSubscriber> subscribers(Calls calls);

    /** What these handlers read. */
    protected abstract void reads(Reads reads);

    /** What the service's real translators write, at least one message of every type that somebody reads; without replies to commands. */
    protected abstract List<OutgoingMessage> writes();

    @Test
    void every_subscription_has_a_pact_and_every_pact_a_subscription() throws IOException {
        Set<String> inCode = subscribersIn(Path.of("target", "classes"));
        Set<String> here = new TreeSet<>();
        subscribers.forEach(subscriber -> here.add(subscriber.getClass().getName()));
        assertThat(here).as("the service's classes with subscriptions").isEqualTo(inCode);

        Set<String> inPacts = new TreeSet<>();
        reads.readings().forEach(reading -> inPacts.add(reading.type()));
        assertThat(inPacts)
                .as("messages with a pact, and subscribed messages")
                .isEqualTo(new TreeSet<>(handlers.types()));
    }

    private static Set<String> subscribersIn(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(ServicePacts::isSubscriber)
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static boolean isSubscriber(String name) {
        try {
            Class<?> type = Class.forName(name, false, ServicePacts.class.getClassLoader());
            return MessageSubscriber.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_topics_of_the_pacts_are_those_of_the_inbox() throws IOException {
        Set<String> inPacts = new TreeSet<>();
        reads.readings().forEach(reading -> inPacts.add(reading.topic()));
        assertThat(inPacts).as("topics of the pacts, and of the inbox").isEqualTo(topicsOfTheInbox());
    }

    private static Set<String> topicsOfTheInbox() throws IOException {
        var settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src", "main", "resources", "application.properties"))) {
            settings.load(in);
        }
        return Stream.of(settings.getProperty("mp.messaging.incoming.inbox.topics", "")
                        .split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void a_handler_needs_every_field_of_its_pact_and_notices_no_other() {
        assertThat(reads.readings().stream().flatMap(reading -> wrong(reading).stream()))
                .isEmpty();
    }

    /** How the handler's reading differs from the pact; empty if it does not. */
    private List<String> wrong(Reading reading) {
        Message example = Projection.read(Projection.ofExample(reading.example()), reading.empty());
        MessageContext context = context(reading);
        Outcome whole = handle(example, context);
        if (whole.failure().isPresent()) {
            return List.of("%s: the handler fails with the example of the pact: %s"
                    .formatted(reading.type(), whole.failure().get()));
        }
        Predicate<String> noticesItsLoss =
                leaf -> !handle(Fields.without(example, leaf), context).equals(whole);
        Predicate<String> noticesItsValue =
                leaf -> !handle(Fields.with(example, leaf), context).equals(whole);
        Predicate<String> failsWithout =
                leaf -> handle(Fields.without(example, leaf), context).failure().isPresent();
        return Stream.of(
                        found(
                                reading,
                                "is in the pact, but the handler does not read it",
                                reading.leaves().stream().filter(noticesItsLoss.negate())),
                        found(
                                reading,
                                "is not in the pact, but the handler reads it",
                                reading.unread().stream().filter(noticesItsValue)),
                        found(
                                reading,
                                "may be empty by the pact, but then the handler fails",
                                reading.mayBeEmpty().stream().filter(failsWithout)))
                .flatMap(it -> it)
                .toList();
    }

    private static Stream<String> found(Reading reading, String what, Stream<String> leaves) {
        return leaves.map(leaf -> "%s.%s %s".formatted(reading.type(), leaf, what));
    }

    @Test
    void the_pacts_in_git_are_those_of_the_handlers() throws IOException {
        Results.write(READ, List.of());
        Map<String, String> now = new TreeMap<>();
        reads.readings().stream()
                .collect(groupingBy(Reading::provider))
                .forEach((provider, readings) -> now.put(
                        PactFiles.name(service, provider),
                        PactFiles.text(service, provider, readings, this::headersNeededBy)));
        if (WRITE) {
            for (String gone : PactFiles.ofConsumer(service)) {
                Files.delete(PactFiles.folder().resolve(gone));
            }
            for (Map.Entry<String, String> file : now.entrySet()) {
                Files.writeString(PactFiles.folder().resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(PactFiles.ofConsumer(service))
                .as("files in shared-contracts/pacts; make pacts writes them")
                .isEqualTo(now.keySet());
        for (Map.Entry<String, String> file : now.entrySet()) {
            assertThat(Files.readString(PactFiles.folder().resolve(file.getKey())))
                    .as(file.getKey() + " in Git; make pacts writes it")
                    .isEqualTo(file.getValue());
        }
        List<String> read = new ArrayList<>();
        for (Reading reading : reads.readings()) {
            if (wrong(reading).isEmpty()) {
                read.add(Results.line(
                        PactFiles.folder().resolve(PactFiles.name(service, reading.provider())), reading.type()));
            }
        }
        Results.write(READ, read);
    }

    @Test
    void what_the_service_writes_keeps_every_pact_of_its_consumers() throws IOException {
        Results.write(KEPT, List.of());
        List<OutgoingMessage> written =
                Stream.concat(writes().stream(), replies().stream()).toList();
        List<String> broken = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (Pact pact : PactFiles.all()) {
            if (!pact.provider().equals(service)) {
                continue;
            }
            List<String> found = broken(pact, written);
            found.forEach(it -> broken.add("%s can't read %s: %s".formatted(pact.consumer(), pact.type(), it)));
            if (found.isEmpty()) {
                kept.add(Results.line(pact.file(), pact.type()));
            }
        }
        Results.write(KEPT, kept);
        assertThat(broken).as("broken pacts of the consumers of " + service).isEmpty();
    }

    @Test
    void every_version_of_what_the_service_writes_is_recorded() throws IOException {
        List<Message> written = Stream.concat(writes().stream(), replies().stream())
                .map(OutgoingMessage::payload)
                .toList();
        if (WRITE) {
            Recorded.add(service, Recorded.missing(service, written.stream()));
        }
        assertThat(Recorded.missing(service, written.stream()))
                .as("lines that shared-contracts/recorded/%s.txt lacks; make pacts adds them", service)
                .isEmpty();
    }

    @Test
    void a_handler_accepts_every_version_that_was_ever_published() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Reading reading : reads.readings()) {
            List<Message> versions = Recorded.versions(reading.provider(), reading.empty());
            assertThat(versions).as("recorded versions of " + reading.type()).isNotEmpty();
            for (Message version : versions) {
                assertThat(UnknownFields.of(version))
                        .as("fields of a published %s that today's has lost", reading.type())
                        .isEmpty();
                handle(version, context(reading))
                        .failure()
                        .ifPresent(failure -> refused.add("%s %s: %s".formatted(reading.type(), version, failure)));
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void a_handler_ignores_the_fields_of_a_newer_version() {
        for (Reading reading : reads.readings()) {
            Message example = reading.example();
            assertThat(handle(UnknownFields.addedTo(example), context(reading)))
                    .as(reading.type())
                    .isEqualTo(handle(example, context(reading)));
        }
    }

    private static List<String> broken(Pact pact, List<OutgoingMessage> written) {
        if (!Files.isDirectory(Path.of("..", pact.consumer()))) {
            return List.of("there is no such consumer; delete " + pact.file().getFileName());
        }
        List<OutgoingMessage> ofType = written.stream()
                .filter(message -> message.type().equals(pact.type()))
                .toList();
        return ofType.isEmpty()
                ? List.of("nothing writes it")
                : ofType.stream()
                        .flatMap(message -> pact.broken(message).stream())
                        .distinct()
                        .toList();
    }

    /** The replies of the real handlers, and the failure with which the platform answers for a handler that refuses. */
    private List<OutgoingMessage> replies() {
        List<OutgoingMessage> replies = new ArrayList<>();
        for (Reading command : reads.readings()) {
            handlers.handle(command.example(), context(command)).ifPresent(reply -> {
                replies.add(Handlers.reply(repliesTopic(command), PROCESS, reply));
                replies.add(Handlers.reply(
                        repliesTopic(command),
                        PROCESS,
                        CommandFailed.newBuilder().setReason("refused").build()));
            });
        }
        return replies;
    }

    private static String repliesTopic(Reading command) {
        return "mallbots.%s.replies".formatted(command.provider());
    }

    /** Those headers without which the handler fails. */
    private Set<String> headersNeededBy(Reading reading) {
        MessageContext whole = context(reading);
        MessageContext without = new MessageContext(
                whole.id(),
                whole.type(),
                whole.source(),
                whole.subject(),
                whole.time(),
                whole.key(),
                OptionalLong.empty(),
                whole.correlationId(),
                whole.causationId(),
                whole.replyTo(),
                whole.traceId());
        return handle(reading.example(), without).failure().isPresent() ? Set.of(Envelope.SEQUENCE) : Set.of();
    }

    /** What a handler has done with a message. */
    private record Outcome(List<Calls.Call> calls, Optional<Message> reply, Optional<String> failure) {}

    private Outcome handle(Message message, MessageContext context) {
        calls.take();
        try {
            Optional<Message> reply = handlers.handle(message, context);
            return new Outcome(calls.take(), reply, Optional.empty());
        } catch (RuntimeException e) {
            return new Outcome(calls.take(), Optional.empty(), Optional.of(e.toString()));
        }
    }

    private static MessageContext context(Reading reading) {
        return new MessageContext(
                MESSAGE,
                reading.type(),
                "/services/" + reading.provider(),
                SUBJECT.toString(),
                Instant.parse("2026-01-01T00:00:00Z"),
                SUBJECT.toString(),
                OptionalLong.of(1),
                Optional.of(PROCESS),
                Optional.of(MESSAGE),
                Optional.of(repliesTopic(reading)),
                Optional.empty());
    }
}
