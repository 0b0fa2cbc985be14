package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.UUID;

/** The inputs of a running saga. */
public sealed interface SagaInput {

    /**
     * A participant has done the command, now or earlier.
     *
     * @param commandId the answered command: the reply's causation id
     * @param messageId the reply's own id
     */
    record Succeeded(UUID commandId, UUID messageId, Message reply) implements SagaInput {}

    /**
     * A participant refused, for a reason of the business.
     *
     * @param commandId the answered command: the reply's causation id
     * @param messageId the reply's own id
     */
    record Failed(UUID commandId, UUID messageId, String reason) implements SagaInput {}

    /** The saga's work is cancelled. */
    record Canceled(UUID messageId, String reason) implements SagaInput {}

    /** The instance's deadline has passed without a reply. */
    record DeadlinePassed() implements SagaInput {}

    /** An operator requests that the command of the step in flight be sent again, at once. Refused after the end of the saga. */
    record RetryDemanded() implements SagaInput {}

    /**
     * An operator requests compensation. Refused if the saga has ended, compensates already, or is at a step that can't be undone.
     */
    record CompensationDemanded(String reason) implements SagaInput {}
}
