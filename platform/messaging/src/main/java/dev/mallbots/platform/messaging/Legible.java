package dev.mallbots.platform.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes foreign text readable and storable: PostgreSQL's texts can't contain the character NUL. */
final class Legible {

    /** In characters. A key is part of an index, whose entries are limited to 2,700 bytes. */
    private static final int LONGEST_KEY = 500;

    private static final char NUL = '\0';
    private static final char SYMBOL_FOR_NUL = '\u2400';

    private Legible() {}

    static String text(String any) {
        return any.replace(NUL, SYMBOL_FOR_NUL);
    }

    /** Of bytes that are not UTF-8, the readable part. */
    static String text(byte[] any) {
        return text(new String(any, StandardCharsets.UTF_8));
    }

    /** @return empty for null */
    static Optional<String> key(byte[] key) {
        return Optional.ofNullable(key)
                .map(Legible::text)
                .map(text -> text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "…");
    }
}
