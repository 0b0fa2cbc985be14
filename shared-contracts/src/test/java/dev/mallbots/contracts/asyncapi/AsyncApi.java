package dev.mallbots.contracts.asyncapi;

import static dev.mallbots.contracts.asyncapi.Parts.map;
import static dev.mallbots.contracts.asyncapi.Parts.mapOf;
import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The AsyncAPI document, as it follows from the other contracts: channels from the catalogue of topics, operations from the pacts, messages
 * from the protobuf files, their examples from the recorded messages, their summaries from docs/event-catalogue.md. All that follows from
 * nothing else is in {@code asyncapi-frame.yaml}.
 */
final class AsyncApi {

    /** The version of AsyncAPI's binding for Kafka. */
    static final String KAFKA_BINDING = "0.5.0";

    private static final String HEAD = "# Written from the other contracts: change them, then run make asyncapi.\n";
    private static final Path FRAME = Path.of("src", "test", "resources", "asyncapi-frame.yaml");

    private AsyncApi() {}

    /** The whole file. */
    static String text() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(140);
        return HEAD + new Yaml(new Literal(options), options).dump(document());
    }

    /** Writes texts of several lines as such. */
    private static final class Literal extends Representer {

        Literal(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
            return super.representScalar(tag, value, value.contains("\n") ? DumperOptions.ScalarStyle.LITERAL : style);
        }
    }

    private static Map<String, Object> document() {
        List<Topic> topics = Topic.catalogue();
        Traffic traffic = Traffic.ofPacts(topics);
        Map<String, Object> document = Parts.read(FRAME);
        Map<String, Object> components = map(document.remove("components"));
        map(document.get("info")).put("tags", tags(traffic));
        document.put("channels", new Channels(traffic).of(topics));
        document.put("operations", new Operations(topics, traffic).all());
        Map<String, Object> messages = new LinkedHashMap<>(new Messages(traffic).all());
        messages.putAll(map(components.get("messages")));
        components.put("messages", messages);
        document.put("components", components);
        return document;
    }

    private static List<Map<String, Object>> tags(Traffic traffic) {
        return traffic.services().stream()
                .map(service -> mapOf(entry("name", service)))
                .toList();
    }
}
