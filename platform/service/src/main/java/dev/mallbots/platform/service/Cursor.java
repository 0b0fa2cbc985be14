package dev.mallbots.platform.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mallbots.platform.kernel.RuleBroken;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The position after a page of a list: the sort keys of its last row, so that the next page starts right after it, even if rows were added.
 * Opaque to clients.
 *
 * @param keys the last row's sort keys, most significant first
 */
public record Cursor(List<String> keys) {

    /** A regular expression that every cursor matches, and the empty text that requests the first page. */
    public static final String FORM = "^[A-Za-z0-9_=~-]*$";

    public Cursor {
        keys = List.copyOf(keys);
    }

    /** @param keys the row's sort keys; the accessor used later must be able to read their {@code toString} */
    public static Cursor of(Object... keys) {
        return new Cursor(Arrays.stream(keys).map(Object::toString).toList());
    }

    /**
     * @param next the client's {@code next}
     * @param keys the number of the list's sort keys
     * @throws RuleBroken if this is not a cursor of such a list
     */
    static Cursor decode(String next, int keys) {
        try {
            Cursor cursor = new Cursor(Arrays.stream(next.split("~", -1))
                    .map(part -> new String(Base64.getUrlDecoder().decode(part), UTF_8))
                    .toList());
            if (cursor.keys.size() == keys) {
                return cursor;
            }
        } catch (IllegalArgumentException notBase64) {
            // reported below, like any other invalid cursor
        }
        throw foreign();
    }

    /** The text for clients, which needs no escaping in a URL. */
    public String encode() {
        return keys.stream()
                .map(key -> Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8)))
                .collect(Collectors.joining("~"));
    }

    public String text(int key) {
        return keys.get(key);
    }

    /** @throws RuleBroken if that key is not a UUID */
    public UUID uuid(int key) {
        return Fields.uuid("next", keys.get(key));
    }

    /** @throws RuleBroken if that key is not an instant */
    public Instant instant(int key) {
        try {
            return Instant.parse(keys.get(key));
        } catch (DateTimeException noInstant) {
            throw foreign();
        }
    }

    private static RuleBroken foreign() {
        return new RuleBroken("next", "is not a cursor of this list");
    }
}
