package dev.mallbots.contracts.asyncapi;

import static java.util.Map.entry;

import dev.mallbots.contracts.Contracts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Parts of a document, as SnakeYAML reads and writes them. */
final class Parts {

    private Parts() {}

    /** In the order of the arguments, as YAML has it. */
    @SafeVarargs
    static Map<String, Object> mapOf(Map.Entry<String, Object>... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    static Map<String, Object> reference(String target) {
        return mapOf(entry("$ref", target));
    }

    /** The name of a type inside its topic. */
    static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** A file of YAML or JSON. */
    static Map<String, Object> read(Path file) {
        return new Yaml().load(String.join("\n", Contracts.lines(file)) + "\n");
    }
}
