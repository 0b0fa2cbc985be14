package dev.mallbots.customers.domain;

import dev.mallbots.customers.domain.CustomerEvent.CustomerDisabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerEnabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerRegistered;
import dev.mallbots.customers.domain.CustomerEvent.CustomerSmsChanged;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.RuleBroken;
import java.util.List;
import java.util.UUID;

/**
 * Somebody who may buy in the mall, and the number to tell about it.
 *
 * <p>Every decision answers the events it leads to and changes nothing; only {@link #apply} makes a new state.
 */
public record Customer(UUID id, String name, SmsNumber smsNumber, boolean enabled) {

    public static final int LONGEST_NAME = 200;

    /** A customer may buy from the moment of registering. */
    public static List<CustomerEvent> register(UUID id, String name, SmsNumber smsNumber) {
        checkName(name);
        return List.of(new CustomerRegistered(id, name, smsNumber));
    }

    public List<CustomerEvent> changeSmsNumber(SmsNumber number) {
        return number.sameAs(smsNumber) ? List.of() : List.of(new CustomerSmsChanged(number));
    }

    public List<CustomerEvent> enable() {
        if (enabled) {
            throw new Conflict("customer %s is enabled already".formatted(id));
        }
        return List.of(new CustomerEnabled());
    }

    public List<CustomerEvent> disable() {
        if (!enabled) {
            throw new Conflict("customer %s is disabled already".formatted(id));
        }
        return List.of(new CustomerDisabled());
    }

    /** May this customer order? Nothing comes of it but the answer. */
    public void authorize() {
        if (!enabled) {
            throw new Conflict("customer %s is disabled".formatted(id));
        }
    }

    public static Customer apply(Customer current, CustomerEvent event) {
        return switch (event) {
            case CustomerRegistered(UUID id, String name, SmsNumber number) -> new Customer(id, name, number, true);
            case CustomerSmsChanged(SmsNumber number) ->
                new Customer(current.id, current.name, number, current.enabled);
            case CustomerEnabled() -> current.enabled(true);
            case CustomerDisabled() -> current.enabled(false);
        };
    }

    private Customer enabled(boolean now) {
        return new Customer(id, name, smsNumber, now);
    }

    private static void checkName(String name) {
        if (name == null || name.isBlank()) {
            throw new RuleBroken("name", "must not be blank");
        }
        if (name.length() > LONGEST_NAME) {
            throw new RuleBroken("name", "must not be longer than " + LONGEST_NAME + " characters");
        }
        if (name.codePoints().anyMatch(Customer::isNotText)) {
            throw new RuleBroken("name", "must not contain control characters");
        }
    }

    // neither a column nor a message can hold them
    private static boolean isNotText(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
