package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.RuleBroken;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The key of the current request. It is stored in the request's Vert.x context, as its database session is, and belongs to the first work
 * that takes it: methods that this work calls are part of it.
 */
final class RequestKey {

    static final String HEADER = "Idempotency-Key";

    private static final String LOCAL = RequestKey.class.getName();
    static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

    private final String text;
    private final AtomicBoolean taken = new AtomicBoolean();

    private RequestKey(String text) {
        this.text = text;
    }

    /**
     * Stores the key in the context of the request.
     *
     * @param given all keys of the request; may be empty
     * @throws RuleBroken for more than one key, or one that is not 1 to 255 visible ASCII characters
     */
    static void accept(List<String> given) {
        if (given.isEmpty()) {
            return;
        }
        if (given.size() > 1 || !FORM.matcher(given.getFirst()).matches()) {
            throw new RuleBroken(HEADER, "must be one key of 1 to 255 visible ASCII characters");
        }
        ContextLocals.put(LOCAL, new RequestKey(given.getFirst()));
    }

    static boolean isGiven() {
        return current().isPresent();
    }

    /** The caller that gets the key does the request's work under it, and gives the key back if the work fails. */
    static Optional<RequestKey> take() {
        return current().filter(key -> key.taken.compareAndSet(false, true));
    }

    private static Optional<RequestKey> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }

    void giveBack() {
        taken.set(false);
    }

    String text() {
        return text;
    }
}
