package dev.mallbots.depot.domain;

import java.util.UUID;

/** What can happen to a bot. */
public sealed interface BotEvent {

    record BotSetOff(UUID shoppingListId) implements BotEvent {}

    record BotCameBack() implements BotEvent {}
}
