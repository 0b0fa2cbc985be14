package dev.mallbots.platform.kernel;

/** A dependency of the answer is not available at the moment. Not a {@link Refusal}: the request may be repeated. Over HTTP a 503. */
public final class Unavailable extends RuntimeException {

    /** @param what the dependency, in words for a person: {@code the stores service} */
    public Unavailable(String what, Throwable cause) {
        super(what + " can't be reached at the moment", cause);
    }

    private Unavailable(String message) {
        // thrown under overload: no code reads its stack trace, and filling it in is most of the cost of throwing
        super(message, null, false, false);
    }

    /**
     * Every dependency is available, but a limit has been reached.
     *
     * @param message a sentence for a person
     */
    public static Unavailable full(String message) {
        return new Unavailable(message);
    }

    /**
     * The data was written by a newer release, so this instance must not decide on it. Repetitions reach an instance of the newer release
     * once this one is replaced.
     *
     * @param what the data, in words for a person: {@code step 'pack' of saga 'send-parcel'}
     */
    public static Unavailable newer(String what) {
        return new Unavailable(what + " is not known to this release: a newer one has to take it");
    }
}
