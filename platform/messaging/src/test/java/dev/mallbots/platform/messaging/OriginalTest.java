package dev.mallbots.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class OriginalTest {

    @Test
    void a_message_of_plain_text_is_completely_readable() {
        assertThat(message("a key".getBytes(UTF_8), header("name", "a välue".getBytes(UTF_8)))
                        .ifMoreThanReadable())
                .isEmpty();
        assertThat(message(null).ifMoreThanReadable()).isEmpty();
    }

    @Test
    void unreadable_content_is_restored_byte_for_byte() {
        List.of(
                        message(new byte[] {0, 1, (byte) 0xff}),
                        message("x".repeat(501).getBytes(UTF_8)),
                        message(null, header("nul \0", new byte[] {0})),
                        message(new byte[0], header("none", null)),
                        message("k".getBytes(UTF_8), header("twice", new byte[] {1}), header("twice", new byte[] {2})))
                .forEach(message -> assertThat(message.ifMoreThanReadable().map(Original::decoded))
                        .isEqualTo(Optional.of(message)));
    }

    @Test
    void readable_text_has_no_nul_and_a_maximum_length() {
        Original odd = message(("a\0" + "x".repeat(5_000)).getBytes(UTF_8), header("n\0", new byte[] {0}));

        assertThat(odd.readableKey().orElseThrow()).startsWith("a\u2400x").hasSizeLessThan(510);
        assertThat(odd.readableHeaders()).containsExactly(java.util.Map.entry("n\u2400", "\u2400"));
    }

    private static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    private static Original message(byte[] key, Header... headers) {
        return Original.of(key, List.of(headers));
    }
}
