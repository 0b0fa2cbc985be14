package dev.mallbots.platform.pacts;

import au.com.dius.pact.core.matchers.BodyMatchResult;
import au.com.dius.pact.core.matchers.JsonContentMatcher;
import au.com.dius.pact.core.matchers.Matching;
import au.com.dius.pact.core.matchers.MatchingContext;
import au.com.dius.pact.core.model.Consumer;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.DefaultPactWriter;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.Provider;
import au.com.dius.pact.core.model.V4Interaction.AsynchronousMessage;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.matchingrules.MatchingRule;
import au.com.dius.pact.core.model.matchingrules.MatchingRuleCategory;
import au.com.dius.pact.core.model.matchingrules.MatchingRulesImpl;
import au.com.dius.pact.core.model.matchingrules.MinTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.NumberTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.RegexMatcher;
import au.com.dius.pact.core.model.matchingrules.TypeMatcher;
import au.com.dius.pact.core.model.v4.MessageContents;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.mallbots.platform.messaging.Envelope;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Reads.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pacts in Git: {@code shared-contracts/pacts/CONSUMER-PROVIDER.json}, in version 4 of the Pact specification. */
final class PactFiles {

    static final String CONTENT_TYPE = "contentType";
    static final String JSON = "application/json";

    private static final String TOPIC = "topic";
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** One message of a pact file. */
    record Pact(Path file, String consumer, String provider, AsynchronousMessage message) {

        String type() {
            return message.getMetadata().get(Envelope.TYPE).toString();
        }

        String topic() {
            return message.getMetadata().get(TOPIC).toString();
        }

        /** What a written message lacks of this pact; empty if it keeps the pact. */
        List<String> broken(OutgoingMessage written) {
            Map<String, Object> metadata = new TreeMap<>();
            metadata.put(CONTENT_TYPE, JSON);
            metadata.put(TOPIC, written.topic());
            metadata.put(Envelope.TYPE, written.type());
            written.sequence().ifPresent(sequence -> metadata.put(Envelope.SEQUENCE, Long.toString(sequence)));
            written.correlationId().ifPresent(id -> metadata.put(Envelope.CORRELATION_ID, id.toString()));
            var rules = message.getMatchingRules();
            return Stream.concat(
                            Matching.compareMessageMetadata(
                                            message.getMetadata(),
                                            metadata,
                                            new MatchingContext(rules.rulesForCategory("metadata"), true))
                                    .stream()
                                    .map(Object::toString),
                            differences(message.getContents(), written.payload()))
                    .toList();
        }
    }

    private PactFiles() {}

    /** What the actual message lacks of the expected contents. */
    static Stream<String> differences(MessageContents expected, Message actual) {
        BodyMatchResult body = JsonContentMatcher.INSTANCE.matchBody(
                expected.getContents(),
                OptionalBody.body(Projection.of(actual), ContentType.getJSON()),
                new MatchingContext(expected.getMatchingRules().rulesForCategory("body"), true));
        return body.getMismatches().stream().map(Object::toString);
    }

    /** The folder of all pacts, seen from the folder of any module. */
    static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, Path::getParent)
                .takeWhile(folder -> folder != null)
                .map(folder -> folder.resolve("shared-contracts"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no shared-contracts above " + here))
                .resolve("pacts");
    }

    static String name(String consumer, String provider) {
        return consumer + "-" + provider + ".json";
    }

    /** Every pact about messages in Git, in the order of the files' names; the clients of the gateway have pacts about calls over HTTP. */
    static List<Pact> all() {
        return files().flatMap(file -> read(file).stream()).toList();
    }

    static Stream<Path> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files of a consumer. */
    static Set<String> ofConsumer(String consumer) {
        return Stream.concat(
                        all().stream()
                                .filter(pact -> pact.consumer().equals(consumer))
                                .map(Pact::provider),
                        CallPact.all().stream()
                                .filter(pact -> pact.consumer().equals(consumer))
                                .map(CallPact::provider))
                .map(provider -> name(consumer, provider))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Pact> read(Path file) {
        var pact = DefaultPactReader.INSTANCE.loadPact(file.toFile());
        return pact.getInteractions().stream()
                .filter(Interaction::isAsynchronousMessage)
                .map(it -> new Pact(
                        file, pact.getConsumer().getName(), pact.getProvider().getName(), it.asAsynchronousMessage()))
                .toList();
    }

    /** The text of the file of a consumer and a provider. */
    static String text(String consumer, String provider, List<Interaction> interactions) {
        var text = new StringWriter();
        DefaultPactWriter.INSTANCE.writePact(
                new V4Pact(new Consumer(consumer), new Provider(provider), new ArrayList<>(interactions)),
                new PrintWriter(text),
                PactSpecVersion.V4);
        return text + "\n";
    }

    /** A message as a consumer reads it, with the headers that it needs. */
    static Interaction message(Reading reading, Set<String> headers) {
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put(CONTENT_TYPE, JSON);
        metadata.put(TOPIC, reading.topic());
        metadata.put(Envelope.TYPE, reading.type());
        var rules = new MatchingRulesImpl();
        headers.forEach(header -> {
            metadata.put(header, "1");
            rules.addCategory("metadata").addRule(header, new RegexMatcher("[0-9]+"));
        });
        bodyRules(reading, rules.addCategory("body"));
        return new AsynchronousMessage(
                reading.type(),
                reading.empty().getDescriptorForType().getName(),
                new MessageContents(
                        OptionalBody.body(Projection.ofExample(reading.example()), ContentType.getJSON()),
                        metadata,
                        rules));
    }

    static void bodyRules(Reading reading, MatchingRuleCategory rules) {
        Descriptor type = reading.empty().getDescriptorForType();
        for (String leaf : reading.leaves()) {
            StringBuilder path = new StringBuilder("$");
            List<FieldDescriptor> fields = Fields.fields(type, leaf);
            for (FieldDescriptor field : fields) {
                path.append('.').append(field.getJsonName());
                if (field.isRepeated()) {
                    // an example has one element; a real message has one or more
                    rules.setRule(path.toString(), new MinTypeMatcher(1));
                    path.append("[*]");
                }
            }
            rules.setRule(
                    path.toString(),
                    matcher(fields.getLast(), reading.mayBeEmpty().contains(leaf)));
        }
    }

    private static MatchingRule matcher(FieldDescriptor field, boolean mayBeEmpty) {
        return pattern(field)
                .<MatchingRule>map(pattern -> new RegexMatcher(mayBeEmpty ? "(" + pattern + ")?" : pattern))
                .orElseGet(() -> switch (field.getJavaType()) {
                    case INT -> new NumberTypeMatcher(NumberTypeMatcher.NumberType.INTEGER);
                    case BOOLEAN, LONG, STRING, ENUM, MESSAGE, FLOAT, DOUBLE, BYTE_STRING -> TypeMatcher.INSTANCE;
                });
    }

    private static Optional<String> pattern(FieldDescriptor field) {
        if (Fields.isTimestamp(field)) {
            return Optional.of("\\d{4}-\\d\\d-\\d\\dT.*Z");
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.LONG) {
            // a string in JSON; 0 is no value
            return Optional.of("-?[1-9]\\d*");
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.STRING) {
            return Optional.empty();
        }
        if (Fields.isId(field)) {
            return Optional.of(ID);
        }
        if (Fields.isAmount(field)) {
            return Optional.of("-?\\d+(\\.\\d+)?");
        }
        return Optional.of(Fields.isCurrency(field) ? "[A-Z]{3}" : "(?s).+");
    }
}
