package dev.mallbots.platform.messaging;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts what the relay has sent; docs/telemetry.md has the meanings. The events of the service's own contract and the common replies have
 * series from the start. A command to another service, and a reply of another type, has one from its first message on. Used by the relay's
 * thread only.
 */
@ApplicationScoped
class RelayMeters {

    /** The type of a dead letter: the type in its envelope is another service's, and may be anything. */
    static final String OTHER = MessageMeters.OTHER;

    private static final String EVENTS = "dev.mallbots.contracts.%s.v%d.Events";

    private final MeterRegistry metrics;
    private final Map<String, Counter> relayed = new HashMap<>();
    private final Counter refused;
    private final Timer delivery;

    @Inject
    RelayMeters(
            MeterRegistry metrics,
            MessageHandling handling,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(metrics, typesOf(service, handling.handlesCommands()));
    }

    /** @param types those that will certainly be sent */
    RelayMeters(MeterRegistry metrics, Set<String> types) {
        this.metrics = metrics;
        types.forEach(this::counter);
        counter(OTHER);
        this.refused = metrics.counter("outbox.refused");
        this.delivery = Timer.builder("outbox.delivery")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(metrics);
    }

    /** Reports whether this relay is the active one. */
    void watch(Relay relay) {
        metrics.gauge("outbox.relay.active", relay, it -> it.isAtWork() ? 1 : 0);
    }

    /** @param begun by {@link System#nanoTime} */
    void delivered(long begun) {
        delivery.record(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** The broker has acknowledged these. */
    void relayed(List<Row> rows) {
        rows.forEach(row -> counter(row.type()).increment());
    }

    /** The broker has permanently rejected this many. */
    void refused(int count) {
        refused.increment(count);
    }

    private Counter counter(String type) {
        return relayed.computeIfAbsent(type, name -> metrics.counter("outbox.relayed", "type", name));
    }

    /**
     * The types that a service is known to send.
     *
     * @param answers whether it handles commands
     */
    static Set<String> typesOf(String service, boolean answers) {
        Set<String> types = new HashSet<>();
        String contract = service.replace("-", "");
        Stream.iterate(1, version -> version + 1)
                .map(version -> file(EVENTS.formatted(contract, version)))
                .takeWhile(Optional::isPresent)
                .forEach(file -> types.addAll(messagesOf(file.get())));
        if (answers) {
            types.add(CommandSucceeded.getDescriptor().getFullName());
            types.add(CommandFailed.getDescriptor().getFullName());
        }
        return types;
    }

    private static Optional<FileDescriptor> file(String generated) {
        try {
            Class<?> contract = Class.forName(generated, true, CommandFailed.class.getClassLoader());
            return Optional.of(
                    (FileDescriptor) contract.getMethod("getDescriptor").invoke(null));
        } catch (ClassNotFoundException noSuchContract) {
            return Optional.empty();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(generated + " is not what protoc generates of a file", impossible);
        }
    }

    /** Without messages that are only parts of others, such as a line of an order. */
    private static Set<String> messagesOf(FileDescriptor file) {
        Set<Descriptor> parts = file.getMessageTypes().stream()
                .flatMap(message -> message.getFields().stream())
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .map(FieldDescriptor::getMessageType)
                .collect(Collectors.toSet());
        return file.getMessageTypes().stream()
                .filter(message -> !parts.contains(message))
                .map(Descriptor::getFullName)
                .collect(Collectors.toSet());
    }
}
