package dev.mallbots.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Key and headers of a message, byte for byte. For most messages (text without NUL, each header once) the readable form is complete; for
 * any other message this is stored beside it.
 *
 * @param key null without a key
 */
record Original(byte[] key, List<Header> headers) {

    static Original of(byte[] key, Iterable<Header> headers) {
        List<Header> all = new ArrayList<>();
        headers.forEach(all::add);
        return new Original(key, List.copyOf(all));
    }

    /** With these headers, which replace those with the same names. */
    Original with(Map<String, String> others) {
        return new Original(
                key,
                Stream.concat(
                                headers.stream().filter(header -> !others.containsKey(header.key())),
                                ofReadable(Optional.empty(), others).headers().stream())
                        .toList());
    }

    /** The readable form; of headers with one name, the last. */
    Map<String, String> readableHeaders() {
        Map<String, String> readable = new LinkedHashMap<>();
        headers.forEach(header ->
                readable.put(Legible.text(header.key()), header.value() == null ? "" : Legible.text(header.value())));
        return readable;
    }

    Optional<String> readableKey() {
        return Legible.key(key);
    }

    /** Empty if the readable form is complete. */
    Optional<byte[]> ifMoreThanReadable() {
        return equals(ofReadable(readableKey(), readableHeaders())) ? Optional.empty() : Optional.of(encoded());
    }

    static Original ofReadable(Optional<String> key, Map<String, String> headers) {
        return new Original(
                key.map(Original::bytes).orElse(null),
                headers.entrySet().stream()
                        .<Header>map(header -> new RecordHeader(header.getKey(), bytes(header.getValue())))
                        .toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** JSON, with bytes in base64. */
    byte[] encoded() {
        JsonArray all = new JsonArray();
        headers.forEach(
                header -> all.add(new JsonObject().put("name", header.key()).put("value", header.value())));
        return new JsonObject().put("key", key).put("headers", all).toBuffer().getBytes();
    }

    static Original decoded(byte[] encoded) {
        JsonObject json = new JsonObject(Buffer.buffer(encoded));
        return new Original(
                json.getBinary("key"),
                json.getJsonArray("headers").stream()
                        .map(JsonObject.class::cast)
                        .<Header>map(header -> new RecordHeader(header.getString("name"), header.getBinary("value")))
                        .toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Original that && Arrays.equals(key, that.key) && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + headers.hashCode();
    }
}
