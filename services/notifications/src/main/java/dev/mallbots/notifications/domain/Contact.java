package dev.mallbots.notifications.domain;

import java.util.UUID;

/** How to reach a customer: this service's copy of what customers knows. */
public record Contact(UUID customerId, String name, String smsNumber) {}
