package dev.mallbots.gateway.proxy;

import java.util.regex.Pattern;

/** Percent-encoding of a path. */
final class Escapes {

    private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

    private Escapes() {}

    /** Letters, digits, {@code -._~}: with or without an escape it is the same address (RFC 3986, 6.2.2.2). */
    static String withoutNeedless(String path) {
        return path.indexOf('%') < 0
                ? path
                : ESCAPE.matcher(path).replaceAll(escape -> {
                    char meant = (char) Integer.parseInt(escape.group(1), 16);
                    return isUnreserved(meant) ? String.valueOf(meant) : escape.group();
                });
    }

    private static boolean isUnreserved(char meant) {
        return meant >= 'a' && meant <= 'z'
                || meant >= 'A' && meant <= 'Z'
                || meant >= '0' && meant <= '9'
                || "-._~".indexOf(meant) >= 0;
    }
}
