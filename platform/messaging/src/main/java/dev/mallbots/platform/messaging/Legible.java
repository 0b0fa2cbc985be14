package dev.mallbots.platform.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text from outside, as a person can read it and as PostgreSQL can keep it: its texts have no room for the character NUL. */
final class Legible {

    /** Characters. A key is part of an index, whose entries have room for 2,700 bytes. */
    private static final int LONGEST_KEY = 500;

    private static final char NUL = '\0';
    private static final char SYMBOL_FOR_NUL = '\u2400';

    private Legible() {}

    static String text(String any) {
        return any.replace(NUL, SYMBOL_FOR_NUL);
    }

    /** Of bytes that are no UTF-8, as much as can be read. */
    static String text(byte[] any) {
        return text(new String(any, StandardCharsets.UTF_8));
    }

    /** @return empty if it is null */
    static Optional<String> key(byte[] key) {
        return Optional.ofNullable(key)
                .map(Legible::text)
                .map(text -> text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "…");
    }
}
