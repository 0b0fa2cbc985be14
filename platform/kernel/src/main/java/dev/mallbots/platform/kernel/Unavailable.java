package dev.mallbots.platform.kernel;

/** Something that is needed for an answer can't be had now. Not a {@link Refusal}: it is worth trying again. Over HTTP a 503. */
public final class Unavailable extends RuntimeException {

    /** @param what who is away, in words for a person: {@code the stores service} */
    public Unavailable(String what, Throwable cause) {
        super(what + " can't be reached at the moment", cause);
    }

    private Unavailable(String message) {
        // it comes when there are too many already: nobody reads its stack, and filling it costs most of throwing it
        super(message, null, false, false);
    }

    /**
     * Nobody is away, but there is no room for one more.
     *
     * @param message a sentence for a person
     */
    public static Unavailable full(String message) {
        return new Unavailable(message);
    }

    /**
     * It was written by a newer release, which an instance of that release understands; this one must not decide on it. Tried again,
     * it comes to such an instance once this one is replaced.
     *
     * @param what in words for a person: {@code step 'pack' of saga 'send-parcel'}
     */
    public static Unavailable newer(String what) {
        return new Unavailable(what + " is not known to this release: a newer one has to take it");
    }
}
