package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    private static final int LAST_OF_ALL_DIALECTS = 0xFFFF;

    private static final Set<Integer> NEVER_SEEN = Set.of(
            (int) Character.SPACE_SEPARATOR,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.CONTROL,
            (int) Character.FORMAT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " \t\n",
                "\u00a0",
                "\u2007",
                "\u202f",
                "\ufeff",
                "\u200b",
                "\u200d\u2060",
                "\u00ad",
                "\u3000",
                "\u2028",
                "\u2800",
                "\u3164",
                "\ufe0f",
                " \u00a0\u200b "
            })
    void a_text_without_a_visible_character_is_blank(String text) {
        assertThat(Texts.isBlank(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", "\u200ba", ".", "\u0430", "\u6570", "\u00e9", "\ud83c\udf5e", "\u2764\ufe0f"})
    void a_text_with_a_visible_character_is_not_blank(String text) {
        assertThat(Texts.isBlank(text)).isFalse();
    }

    @Test
    void null_is_blank() {
        assertThat(Texts.isBlank(null)).isTrue();
    }

    @Test
    void no_space_or_format_character_of_java_is_visible() {
        assertThat(IntStream.rangeClosed(0, LAST_OF_ALL_DIALECTS)
                        .filter(point -> NEVER_SEEN.contains(Character.getType(point)))
                        .mapToObj(Character::toString)
                        .filter(text -> !Texts.isBlank(text))
                        .map(text -> "%04X".formatted(text.codePointAt(0))))
                .isEmpty();
    }

    @Test
    void the_regular_expressions_match_the_rules() {
        Predicate<String> isLine = Pattern.compile(Texts.LINE).asMatchPredicate();
        Predicate<String> isText = Pattern.compile(Texts.TEXT).asMatchPredicate();
        Predicate<String> isVisible = Pattern.compile(Texts.VISIBLE_TEXT).asMatchPredicate();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .mapToObj(Character::toString)
                .forEach(text -> {
                    boolean line = Texts.isLine(text) && !Texts.isBlank(text);
                    boolean visible = Texts.isText(text) && !Texts.isBlank(text);
                    if (isLine.test(text) != line
                            || isText.test(text) != Texts.isText(text)
                            || isVisible.test(text) != visible) {
                        throw new AssertionError("%04X".formatted(text.codePointAt(0)));
                    }
                });
    }

    @Test
    void the_regular_expressions_match_the_whole_text() {
        assertThat("\u2028 Bakery\u200b").matches(Texts.LINE);
        assertThat("\u00a0\u200b \u00a0").doesNotMatch(Texts.LINE);
        assertThat("Bakery\tBread").doesNotMatch(Texts.LINE);
        assertThat("\n\tsent by mistake\r\n").matches(Texts.VISIBLE_TEXT);
        assertThat("\n\t\u00a0").doesNotMatch(Texts.VISIBLE_TEXT);
        assertThat("\n\t\u00a0").matches(Texts.TEXT);
    }
}
