package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One step of a definition.
 *
 * @param alongside whether its command is sent together with that of the step before it
 */
record SagaStep<D>(
        String name,
        boolean alongside,
        Optional<Function<D, SagaCommand>> action,
        Optional<BiFunction<D, String, SagaCommand>> undo,
        Map<Class<? extends Message>, BiFunction<D, Message, D>> replies,
        boolean sentUntilAnswered) {

    /**
     * The saga's data after a success.
     *
     * @throws IllegalStateException if the reply lacks data that the step needs. That is a fault of the participant which a person must
     *       look at, and no reason to compensate
     */
    D learnFrom(Message reply, D data) {
        if (replies.isEmpty()) {
            return data;
        }
        var learn = replies.get(reply.getClass());
        if (learn == null) {
            throw new IllegalStateException("step '%s' cannot use a reply of type %s"
                    .formatted(name, reply.getDescriptorForType().getFullName()));
        }
        return learn.apply(data, reply);
    }
}
