package dev.mallbots.customers.domain;

import dev.mallbots.customers.domain.CustomerEvent.CustomerDisabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerEnabled;
import dev.mallbots.customers.domain.CustomerEvent.CustomerRegistered;
import dev.mallbots.customers.domain.CustomerEvent.CustomerSmsChanged;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Masked;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A person who may buy in the mall, with the number for notifications.
 *
 * <p>Every decision returns the events that follow and changes nothing; only {@link #apply} makes a new state.
 */
public record Customer(UUID id, String name, SmsNumber smsNumber, boolean enabled) {

    public static final int LONGEST_NAME = 200;

    /**
     * A new customer is enabled.
     *
     * @param name null if it is missing
     * @param smsNumber as the customer wrote it; null if it is missing
     */
    public static List<CustomerEvent> register(UUID id, String name, String smsNumber) {
        List<RuleBroken> broken = Stream.of(wrongName(name), SmsNumber.wrong(smsNumber))
                .flatMap(Optional::stream)
                .toList();
        if (!broken.isEmpty()) {
            throw RuleBroken.all(broken);
        }
        return List.of(new CustomerRegistered(id, name, new SmsNumber(smsNumber)));
    }

    /** Another spelling of the same number replaces the stored spelling. */
    public List<CustomerEvent> changeSmsNumber(SmsNumber number) {
        return number.equals(smsNumber) ? List.of() : List.of(new CustomerSmsChanged(number));
    }

    public List<CustomerEvent> enable() {
        if (enabled) {
            throw new Conflict("the customer is already enabled");
        }
        return List.of(new CustomerEnabled());
    }

    public List<CustomerEvent> disable() {
        if (!enabled) {
            throw new Conflict("the customer is already disabled");
        }
        return List.of(new CustomerDisabled());
    }

    /** Decides whether this customer may order; changes nothing. */
    public void authorize() {
        if (!enabled) {
            throw new Conflict(
                    "customer is not authorized", List.of(new Violation("customerId", "is of a disabled customer")));
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

    private static Optional<RuleBroken> wrongName(String name) {
        if (Texts.isBlank(name)) {
            return Optional.of(
                    new RuleBroken("the customer name cannot be blank", List.of(new Violation("name", Texts.BLANK))));
        }
        if (name.length() > LONGEST_NAME) {
            return Optional.of(new RuleBroken("name", "must not be longer than " + LONGEST_NAME + " characters"));
        }
        return Texts.isLine(name) ? Optional.empty() : Optional.of(new RuleBroken("name", Texts.NO_TEXT));
    }

    @Override
    public String toString() {
        return "Customer[id=%s, name=%s, smsNumber=%s, enabled=%s]".formatted(id, Masked.of(name), smsNumber, enabled);
    }
}
