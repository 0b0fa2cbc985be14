package dev.mallbots.chaos;

import java.util.stream.Stream;

/** A property that holds in spite of every failure, and can be checked after all work has finished. */
interface Promise {

    Stream<Violation> violations();
}
