package dev.mallbots.platform.kernel;

/** Something that is needed for an answer can't be reached now. Not a {@link Refusal}: it is worth trying again. Over HTTP a 503. */
public final class Unavailable extends RuntimeException {

    /** @param what who is away, in words for a person: {@code the stores service} */
    public Unavailable(String what, Throwable cause) {
        super(what + " can't be reached at the moment", cause);
    }
}
