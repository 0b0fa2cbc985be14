package dev.mallbots.chaos;

import java.util.stream.Stream;

/** Something that holds however the mall was broken, and can be seen to hold once it is quiet. */
interface Promise {

    Stream<Violation> violations();
}
