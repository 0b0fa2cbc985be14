package dev.mallbots.platform.pacts;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.core.model.Interaction;
import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.messaging.Envelope;
import dev.mallbots.platform.messaging.Handlers;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Clients.Call;
import dev.mallbots.platform.pacts.Clients.Conversation;
import dev.mallbots.platform.pacts.PactFiles.Pact;
import dev.mallbots.platform.pacts.Reads.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The pacts of one service, on both sides.
 *
 * <p>As a consumer it says which fields it reads of which message. Its real handlers run on the example of each pact, and they must need
 * every field that the pact names and notice no other. The result is the file {@code shared-contracts/pacts/CONSUMER-PROVIDER.json}, which
 * must be the one in Git; {@code -Dpacts.write=true} writes it. In the same way it says which fields of the answers to its gRPC calls it reads:
 * its real clients call a real server that answers with the examples.
 *
 * <p>As a provider it shows what its real translators write, and this must keep every pact that names it. {@link AnswerPacts} does so for what
 * it answers.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ServicePacts {

    private static final String READ = "pacts-read.txt";
    private static final String KEPT = "pacts-kept.txt";
    private static final boolean WRITE = Boolean.getBoolean("pacts.write");
    private static final Path CLASSES = Path.of("target", "classes");
    private static final UUID MESSAGE = new UUID(0, 2);
    private static final UUID SUBJECT = new UUID(0, 3);
    private static final UUID PROCESS = new UUID(0, 4);

    private static StandIn standIn;

    private final String service;
    private final Calls calls = new Calls();
    private final Reads reads = new Reads();
    private final List<MessageSubscriber> subscribers;
    private final Handlers handlers;
    private final Clients clients = new Clients();

    /** @param service its name: that of its folder */
    protected ServicePacts(String service) {
        this.service = service;
        subscribers = subscribers(calls);
        handlers = new Handlers(subscribers);
        reads(reads);
        calls(clients);
    }

    /** The service's real handlers of messages, whose use cases only record their calls. */
    protected abstract List<MessageSubscriber> subscribers(Calls calls);

    /** What these handlers read. */
    protected abstract void reads(Reads reads);

    /** The calls that the service's real clients of other services make; none if it has no client. */
    protected void calls(Clients clients) {}

    /** What the service's real translators write, at least one message of every type that somebody reads; without replies to commands. */
    protected abstract List<OutgoingMessage> writes();

    @Test
    void every_subscription_has_a_pact_and_every_pact_a_subscription() throws IOException {
        Set<String> inCode = classesIn(CLASSES, MessageSubscriber.class);
        Set<String> here = new TreeSet<>();
        subscribers.forEach(subscriber -> here.add(subscriber.getClass().getName()));
        assertThat(here).as("the service's classes with subscriptions").isEqualTo(inCode);

        Set<String> inPacts = new TreeSet<>();
        reads.readings().forEach(reading -> inPacts.add(reading.type()));
        assertThat(inPacts)
                .as("messages with a pact, and subscribed messages")
                .isEqualTo(new TreeSet<>(handlers.types()));
    }

    /** The classes and records of this type, without interfaces. */
    private static Set<String> classesIn(Path folder, Class<?> type) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> is(type, name))
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static boolean is(Class<?> type, String name) {
        try {
            Class<?> found = Class.forName(name, false, ServicePacts.class.getClassLoader());
            return type.isAssignableFrom(found) && !found.isInterface();
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
        MessageContext context = context(reading);
        return Differences.of(
                reading,
                "handler",
                message -> handle(message, context),
                outcome -> outcome.failure().orElse(null));
    }

    @Test
    void every_call_of_another_service_has_a_pact_and_every_pact_a_call() throws IOException {
        Set<String> inPacts = clients.calls().map(Call::name).collect(toCollection(TreeSet::new));
        assertThat(inPacts)
                .as("calls with a pact, and calls in the service's classes")
                .isEqualTo(CallsInCode.in(CLASSES));
    }

    @Test
    void a_client_needs_every_field_of_its_pact_and_reads_no_other() {
        assertThat(broken(ClientRule.FIELDS)).isEmpty();
    }

    @Test
    void a_client_takes_no_refusal_for_an_answer_and_knows_an_outage() {
        assertThat(broken(ClientRule.STATUSES)).isEmpty();
    }

    @Test
    void a_client_gives_up_a_call_without_an_answer() {
        assertThat(broken(ClientRule.DEADLINE)).isEmpty();
    }

    @Test
    void a_client_calls_with_the_services_own_token() {
        assertThat(broken(ClientRule.TOKEN)).isEmpty();
    }

    private List<String> broken(ClientRule rule) {
        return clients.conversations().stream()
                .flatMap(conversation -> conversation.calls().stream()
                        .flatMap(call -> rule.broken(standIn(), conversation, call).stream()))
                .toList();
    }

    /** Starts with the first call. */
    private static StandIn standIn() {
        if (standIn == null) {
            standIn = new StandIn();
        }
        return standIn;
    }

    @AfterAll
    static void close() {
        if (standIn != null) {
            standIn.close();
            standIn = null;
        }
    }

    @Test
    void the_pacts_in_git_are_those_of_the_handlers() throws IOException {
        Results.write(READ, List.of());
        Map<String, String> now = new TreeMap<>();
        interactions()
                .forEach((provider, interactions) ->
                        now.put(PactFiles.name(service, provider), PactFiles.text(service, provider, interactions)));
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
        for (Call call : callsAsInTheirPacts()) {
            read.add(Results.line(
                    PactFiles.folder()
                            .resolve(PactFiles.name(service, call.answer().provider())),
                    call.name()));
        }
        Results.write(READ, read);
    }

    /** By provider. */
    private Map<String, List<Interaction>> interactions() {
        Map<String, List<Interaction>> interactions = new TreeMap<>();
        reads.readings().stream()
                .sorted(Comparator.comparing(Reading::type))
                .forEach(reading -> interactions
                        .computeIfAbsent(reading.provider(), it -> new ArrayList<>())
                        .add(PactFiles.message(reading, headersNeededBy(reading))));
        for (Conversation conversation : clients.conversations()) {
            StandIn.Outcome outcome = standIn().examples(conversation);
            for (Call call : conversation.calls()) {
                Message request = outcome.requests().get(call.name());
                assertThat(request)
                        .as("request of " + call.name() + ": " + outcome)
                        .isNotNull();
                interactions
                        .computeIfAbsent(conversation.provider(), it -> new ArrayList<>())
                        .addAll(CallPact.interactions(call, request));
            }
        }
        return interactions;
    }

    private List<Call> callsAsInTheirPacts() {
        return clients.conversations().stream()
                .flatMap(conversation -> conversation.calls().stream()
                        .filter(call -> Stream.of(ClientRule.values())
                                .allMatch(rule -> rule.broken(standIn(), conversation, call)
                                        .isEmpty())))
                .toList();
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
    void answers_that_other_services_read_have_a_test() throws IOException {
        if (CallPact.all().stream().anyMatch(pact -> pact.provider().equals(service))) {
            assertThat(classesIn(Path.of("target", "test-classes"), AnswerPacts.class))
                    .as("tests of what the gRPC API of %s answers: subclasses of AnswerPacts", service)
                    .isNotEmpty();
        }
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
