package dev.mallbots.customers.domain;

import java.util.UUID;

/** What can happen to a customer. */
public sealed interface CustomerEvent {

    record CustomerRegistered(UUID id, String name, SmsNumber smsNumber) implements CustomerEvent {}

    record CustomerSmsChanged(SmsNumber smsNumber) implements CustomerEvent {}

    record CustomerEnabled() implements CustomerEvent {}

    record CustomerDisabled() implements CustomerEvent {}
}
