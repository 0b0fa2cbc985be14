package dev.mallbots.platform.fleet;

/** How long a started process lives. */
public enum Lifetime {
    /** Until it is stopped, or until the JVM that started it is gone, however it went. For tests. */
    TIED,
    /** Until it is stopped; it outlives the JVM that started it and the terminal. For a mall that stays open. */
    DETACHED
}
