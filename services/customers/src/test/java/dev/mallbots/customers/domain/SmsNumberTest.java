package dev.mallbots.customers.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5551234",
                "+49 170 1234567",
                "(+49) 170-123.4567",
                "555-555-1212",
                "[0170] 1234567",
                "123456789012345"
            })
    void a_number_has_7_to_15_digits_in_the_usual_spellings_and_is_stored_as_given(String text) {
        assertThat(new SmsNumber(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "1234567890123456",
                "+-.()",
                "555 CALL NOW 1234",
                "5551234+",
                "++5551234",
                "555/1234567",
                "٥٥٥١٢٣٤٥٥٥",
                "1                    -                   234567"
            })
    void any_other_text_is_no_number(String text) {
        assertThat(violationOf(text).field()).isEqualTo("smsNumber");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u00a0", "\u200b\ufeff"})
    void a_number_is_not_blank(String text) {
        assertThat(violationOf(text)).isEqualTo(new Violation("smsNumber", "must not be blank"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "5551234",
                "(+49) 170-123.4567",
                "123456789012345",
                "1234567890123456",
                "+-.()",
                "5551234+",
                "++5551234",
                "555/1234567",
                "555 CALL NOW 1234",
                "٥٥٥١٢٣٤٥٥٥",
                "  ",
                "1                    -                   234567"
            })
    void the_published_pattern_of_a_number_is_the_rule(String text) {
        boolean isTold = text.matches(SmsNumber.FORM) && text.length() <= SmsNumber.LONGEST;

        assertThat(isTold).isEqualTo(isNumber(text));
    }

    private static boolean isNumber(String text) {
        return catchThrowableOfType(RuleBroken.class, () -> new SmsNumber(text)) == null;
    }

    private static Violation violationOf(String text) {
        return catchThrowableOfType(RuleBroken.class, () -> new SmsNumber(text))
                .violations()
                .getFirst();
    }
}
