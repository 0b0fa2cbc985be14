package dev.mallbots.platform.fleet;

/** The lifetime of a started process. */
public enum Lifetime {
    /** Until it is stopped, or until the JVM that started it ends, in whatever way. For tests. */
    TIED,
    /** Until it is stopped; it outlives the JVM that started it and the terminal. For a mall that keeps running. */
    DETACHED
}
