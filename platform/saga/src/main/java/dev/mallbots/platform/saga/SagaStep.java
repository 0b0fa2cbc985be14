package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One step of a definition. */
record SagaStep<D>(
        String name,
        Optional<Function<D, SagaCommand>> action,
        Optional<BiFunction<D, String, SagaCommand>> undo,
        Map<Class<? extends Message>, BiFunction<D, Message, D>> replies,
        boolean sentUntilAnswered) {

    /**
     * What the saga knows after a success.
     *
     * @throws IllegalStateException when the step needs something from the reply and this one does not bring it: a
     *     broken participant, to be looked at by a person, and no reason to call anything off
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
