package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.Objects;

/**
 * What a saga asks of a participant, before it has an id.
 *
 * @param service whose commands topic it goes to
 */
public record SagaCommand(String service, Message payload) {

    public SagaCommand {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(payload, "payload");
    }

    /** Reads well inside a definition: {@code .does(order -> command("customers", ...))}. */
    public static SagaCommand command(String service, Message payload) {
        return new SagaCommand(service, payload);
    }

    /** {@code AuthorizeCustomer -> customers}. */
    @Override
    public String toString() {
        return payload.getDescriptorForType().getName() + " -> " + service;
    }
}
