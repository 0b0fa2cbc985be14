package dev.mallbots.operations;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event of the audit trail.
 *
 * @param type its full protobuf name
 * @param source {@code /services/} and the service that emitted it
 * @param time when the service decided it
 * @param traceId its trace, 32 hexadecimal digits; empty if the service had none
 */
record Event(UUID id, String type, String source, Instant time, Optional<String> traceId) {

    String service() {
        return source.substring(source.lastIndexOf('/') + 1);
    }

    String name() {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
