package dev.mallbots.platform.eventsourcing;

import dev.mallbots.platform.kernel.Money;
import java.time.Instant;

sealed interface TabEvent {
    record TabOpened(String guest, Instant at) implements TabEvent {}

    record TabItemAdded(String item, Money price) implements TabEvent {}

    record TabClosed() implements TabEvent {}
}
