package dev.mallbots.depot.domain;

import java.util.UUID;

/** The events of a bot. */
public sealed interface BotEvent {

    record BotSetOff(UUID shoppingListId) implements BotEvent {}

    record BotCameBack() implements BotEvent {}
}
