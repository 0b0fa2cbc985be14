package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.Objects;

/**
 * A command of a saga to a participant, before it has an id.
 *
 * @param service the service whose commands topic gets the command
 */
public record SagaCommand(String service, Message payload) {

    public SagaCommand {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(payload, "payload");
    }

    /** For use in a definition: {@code .does(order -> command("customers", ...))}. */
    public static SagaCommand command(String service, Message payload) {
        return new SagaCommand(service, payload);
    }

    /** {@code AuthorizeCustomer -> customers}. */
    @Override
    public String toString() {
        return payload.getDescriptorForType().getName() + " -> " + service;
    }
}
