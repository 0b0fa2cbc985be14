package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.UUID;

/** What can happen to a saga that has started. */
public sealed interface SagaInput {

    /**
     * A participant did what it was told, or had done so before.
     *
     * @param commandId the command this answers: the reply's causation id
     * @param messageId the reply's own id
     */
    record Succeeded(UUID commandId, UUID messageId, Message reply) implements SagaInput {}

    /**
     * A participant refused, for a reason of the business.
     *
     * @param commandId the command this answers: the reply's causation id
     * @param messageId the reply's own id
     */
    record Failed(UUID commandId, UUID messageId, String reason) implements SagaInput {}

    /** Whatever the saga works for is no longer wanted. */
    record Canceled(UUID messageId, String reason) implements SagaInput {}

    /** The instance's deadline is over and nothing has come. */
    record DeadlinePassed() implements SagaInput {}

    /** An operator wants the command of the step in flight sent again, at once. Refused when the saga is over. */
    record RetryDemanded() implements SagaInput {}

    /**
     * An operator gives up on it. Refused when it is over, turning back already, or at a step that has no way back.
     */
    record CompensationDemanded(String reason) implements SagaInput {}
}
