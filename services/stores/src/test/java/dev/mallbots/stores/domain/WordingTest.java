package dev.mallbots.stores.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bread",
                " Größe \uD83C\uDF5E",
                "two\nlines",
                "a\ttab",
                "\u0000",
                "bell\u0007",
                "\u001b",
                "\u001c",
                "delete\u007f",
                "\u0085",
                "\u00a0",
                "\u2007 \u202f",
                "\ufeff",
                "\u200b",
                "\u200bBread"
            })
    void the_published_patterns_are_the_rules(String text) {
        assertThat(text.matches(Texts.LINE))
                .as("line")
                .isEqualTo(isFine(new Wording().line("name", text, 200, "is blank")));
        assertThat(text.matches(Texts.TEXT)).as("text").isEqualTo(isFine(new Wording().text("name", text, 200)));
    }

    private static boolean isFine(Wording wording) {
        return catchThrowableOfType(RuleBroken.class, wording::check) == null;
    }
}
