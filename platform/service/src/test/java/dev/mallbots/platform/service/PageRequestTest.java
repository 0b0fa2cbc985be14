package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.kernel.RuleBroken;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    @Test
    void the_default_limit_is_a_hundred() {
        assertThat(PageRequest.of(null, null).limit()).isEqualTo(100);
        assertThat(PageRequest.of(null, "").after(1)).isEmpty();
    }

    @Test
    void a_page_that_is_not_the_last_has_a_cursor() {
        PageRequest asked = PageRequest.of(2, null);
        Page<Integer> page = asked.page(List.of(1, 2, 3), Cursor::of);
        assertThat(page.items()).containsExactly(1, 2);
        assertThat(PageRequest.of(2, page.next()).after(1)).contains(Cursor.of(2));
    }

    @Test
    void the_last_page_has_no_next_even_if_full() {
        assertThat(PageRequest.of(2, null).page(List.of(1, 2), Cursor::of).next())
                .isNull();
    }

    @Test
    void following_next_returns_every_row_once() {
        List<Integer> all = IntStream.range(0, 11).boxed().toList();
        PageRequest asked = PageRequest.of(3, null);
        java.util.ArrayList<Integer> seen = new java.util.ArrayList<>();
        while (asked != null) {
            int after = asked.after(1)
                    .map(cursor -> Integer.parseInt(cursor.text(0)))
                    .orElse(-1);
            Page<Integer> page = asked.page(
                    all.stream()
                            .filter(row -> row > after)
                            .limit(asked.rowsToFetch())
                            .toList(),
                    Cursor::of);
            seen.addAll(page.items());
            asked = page.next() == null ? null : PageRequest.of(3, page.next());
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void keys_survive_the_cursor_unchanged() {
        UUID id = UUID.randomUUID();
        Instant at = Instant.parse("2030-01-31T12:00:00.123456Z");
        Cursor back = Cursor.decode(Cursor.of(at, id, "Größe ~ 7").encode(), 3);
        assertThat(back.instant(0)).isEqualTo(at);
        assertThat(back.uuid(1)).isEqualTo(id);
        assertThat(back.text(2)).isEqualTo("Größe ~ 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "YQ", "YQ~YQ~YQ", "~"})
    void a_text_that_is_no_cursor_of_this_list_is_refused(String next) {
        assertThatThrownBy(() -> PageRequest.of(1, next)
                        .after(2)
                        .map(cursor -> cursor.uuid(1))
                        .orElseThrow())
                .isInstanceOf(RuleBroken.class);
    }
}
