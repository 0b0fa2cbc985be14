package dev.mallbots.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Whether a resource says only what its kind has. Kubernetes, the Gateway API, the Prometheus Operator and Strimzi have typed models; KEDA, External Secrets and
 * CloudNativePG have the schemas in {@code src/test/resources/crd}.
 */
final class Schemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
    private static final Map<String, Class<?>> TYPED = Map.of(
            "gateway.networking.k8s.io/v1 Gateway", Gateway.class,
            "gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "kafka.strimzi.io/v1beta2 Kafka", Kafka.class,
            "kafka.strimzi.io/v1beta2 KafkaNodePool", KafkaNodePool.class,
            "kafka.strimzi.io/v1beta2 KafkaTopic", KafkaTopic.class,
            "kafka.strimzi.io/v1beta2 KafkaUser", KafkaUser.class);

    private Schemas() {}

    /** What is wrong with it, in a sentence each; nothing when all is well. */
    static List<String> faults(JsonNode resource) {
        String version = resource.path("apiVersion").asText();
        String kind = resource.path("kind").asText();
        String schema = "/crd/" + version.replace('/', '_') + "_" + kind + ".json";
        try (InputStream crd = Schemas.class.getResourceAsStream(schema)) {
            if (crd != null) {
                return againstSchema(resource, JSON.readTree(crd));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Class<?> type = TYPED.get(version + " " + kind);
        Object typed;
        try {
            typed = type == null
                    ? KUBERNETES.unmarshal(resource.toString(), HasMetadata.class)
                    : KUBERNETES.unmarshal(resource.toString(), type);
        } catch (RuntimeException unreadable) {
            return List.of("is not read: " + unreadable.getMessage());
        }
        if (typed.getClass().getSimpleName().equals("GenericKubernetesResource")) {
            return List.of("has a kind that is not known here: " + version + " " + kind);
        }
        List<String> faults = new ArrayList<>();
        unknown(typed, "", faults);
        return faults;
    }

    /** Every field that no model has: they all keep what they do not know as additional properties. */
    private static void unknown(Object value, String path, List<String> faults) {
        switch (value) {
            case null -> {}
            case Quantity quantity -> {
                try {
                    quantity.getNumericalAmount();
                } catch (RuntimeException wrong) {
                    faults.add(path + ": " + quantity + " is no quantity");
                }
            }
            case Collection<?> many -> {
                int place = 0;
                for (Object one : many) {
                    unknown(one, path + "." + place++, faults);
                }
            }
            case Map<?, ?> map -> map.forEach((key, one) -> unknown(one, path + "." + key, faults));
            default -> {
                if (value.getClass().getName().matches("io\\.(fabric8|strimzi)\\..*") && !(value instanceof Enum)) {
                    parts(value, path, faults);
                }
            }
        }
    }

    private static void parts(Object value, String path, List<String> faults) {
        for (Method getter : value.getClass().getMethods()) {
            if (!getter.getName().startsWith("get")
                    || getter.getParameterCount() > 0
                    || getter.getDeclaringClass() == Object.class
                    || java.lang.reflect.Modifier.isStatic(getter.getModifiers())) {
                continue;
            }
            Object part;
            try {
                part = getter.invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(getter + " at " + path, e);
            }
            if (getter.getName().equals("getAdditionalProperties")) {
                if (part instanceof Map<?, ?> more) {
                    more.keySet().forEach(key -> faults.add(path + "." + key + " is no field of it"));
                }
            } else {
                unknown(part, path + "." + lowerCase(getter.getName().substring(3)), faults);
            }
        }
    }

    private static String lowerCase(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static List<String> againstSchema(JsonNode resource, JsonNode schema) {
        close(schema);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(resource).stream()
                .map(Object::toString)
                .toList();
    }

    /** Refuses a field that the schema does not name, as the API server does with strict field validation. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("properties").isObject()
                    && !object.has("additionalProperties")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                object.put("additionalProperties", false);
            }
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("type");
            }
        }
        schema.forEach(Schemas::close);
    }
}
