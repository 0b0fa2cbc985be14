package dev.mallbots.customers.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.customers.domain.CustomerEvent.CustomerDisabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerEnabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerRegistered;
import dev.mallbots.customers.domain.CustomerEvent.CustomerSmsChanged;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CustomerTest {

    private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-00000000c001");
    private static final SmsNumber NUMBER = new SmsNumber("+49 170 1234567");

    @Test
    void a_new_customer_is_enabled() {
        assertThat(Customer.register(ID, "Ada", NUMBER.text()))
                .containsExactly(new CustomerRegistered(ID, "Ada", NUMBER));
        assertThat(ada()).isEqualTo(new Customer(ID, "Ada", NUMBER, true));
    }

    @Test
    void a_name_is_not_blank_has_a_limit_and_holds_only_storable_characters() {
        assertThat(violationOfName(null)).isEqualTo(new Violation("name", "must not be blank"));
        assertThat(violationOfName("\u00a0\u200b")).isEqualTo(new Violation("name", "must not be blank"));
        assertThat(violationOfName(" ")).isEqualTo(new Violation("name", "must not be blank"));
        assertThat(violationOfName("x".repeat(201)).field()).isEqualTo("name");
        assertThat(violationOfName("A\u0000da").message()).isEqualTo("must not contain control characters");
        assertThat(violationOfName("A\ud800da").message()).isEqualTo("must not contain control characters");
        assertThatCode(() -> Customer.register(ID, "Ada \ud83d\ude80", NUMBER.text()))
                .doesNotThrowAnyException();
        assertThatCode(() -> Customer.register(ID, "x".repeat(200), NUMBER.text()))
                .doesNotThrowAnyException();
    }

    @Test
    void the_sms_number_can_be_changed() {
        var other = new SmsNumber("555 1234");

        var events = ada().changeSmsNumber(other);

        assertThat(events).containsExactly(new CustomerSmsChanged(other));
        assertThat(after(ada(), events)).isEqualTo(new Customer(ID, "Ada", other, true));
    }

    @Test
    void the_same_number_in_another_spelling_replaces_the_old_spelling() {
        var other = new SmsNumber("(+49) 170-123.4567");

        assertThat(after(ada(), ada().changeSmsNumber(other)).smsNumber().text())
                .isEqualTo("(+49) 170-123.4567");
    }

    @Test
    void the_same_number_in_the_same_spelling_changes_nothing_and_is_no_error() {
        assertThat(ada().changeSmsNumber(new SmsNumber("+49 170 1234567"))).isEmpty();
    }

    @Test
    void all_errors_of_a_registration_are_reported_at_once() {
        var refusal = catchThrowableOfType(RuleBroken.class, () -> Customer.register(ID, " ", ""));

        assertThat(refusal).hasMessage("the customer name cannot be blank");
        assertThat(refusal.violations())
                .containsExactly(
                        new Violation("name", "must not be blank"), new Violation("smsNumber", "must not be blank"));
        assertThatThrownBy(() -> Customer.register(ID, "Ada", null)).hasMessage("the SMS number cannot be blank");
    }

    @Test
    void the_sms_number_of_a_disabled_customer_can_be_changed_too() {
        var other = new SmsNumber("555 1234");

        assertThat(after(disabled(), disabled().changeSmsNumber(other)))
                .isEqualTo(new Customer(ID, "Ada", other, false));
    }

    @Test
    void a_customer_can_be_disabled_and_enabled_again() {
        assertThat(ada().disable()).containsExactly(new CustomerDisabled());
        assertThat(disabled().enabled()).isFalse();

        assertThat(disabled().enable()).containsExactly(new CustomerEnabled());
        assertThat(after(disabled(), disabled().enable())).isEqualTo(ada());
    }

    @Test
    void enabling_an_enabled_customer_is_an_error() {
        assertThatThrownBy(() -> ada().enable())
                .isInstanceOf(Conflict.class)
                .hasMessage("the customer is already enabled");
    }

    @Test
    void disabling_a_disabled_customer_is_an_error() {
        assertThatThrownBy(() -> disabled().disable())
                .isInstanceOf(Conflict.class)
                .hasMessage("the customer is already disabled");
    }

    @Test
    void an_enabled_customer_may_order_and_a_disabled_one_may_not() {
        assertThatCode(() -> ada().authorize()).doesNotThrowAnyException();
        assertThatThrownBy(() -> disabled().authorize())
                .isInstanceOf(Conflict.class)
                .hasMessage("customer is not authorized");
    }

    @Test
    void a_logged_customer_shows_neither_name_nor_number() {
        var registered = Customer.register(ID, "Carla Costa", "+49 170 1234567");

        assertThat(registered.toString() + after(null, registered))
                .contains(ID.toString())
                .doesNotContain("Carla", "Costa", "1234567");
    }

    private static Customer ada() {
        return after(null, Customer.register(ID, "Ada", NUMBER.text()));
    }

    private static Customer disabled() {
        return after(ada(), ada().disable());
    }

    private static Customer after(Customer current, List<CustomerEvent> events) {
        for (var event : events) {
            current = Customer.apply(current, event);
        }
        return current;
    }

    private static Violation violationOfName(String name) {
        return catchThrowableOfType(RuleBroken.class, () -> Customer.register(ID, name, NUMBER.text()))
                .violations()
                .getFirst();
    }
}
