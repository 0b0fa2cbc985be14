package dev.mallbots.platform.eventsourcing;

import dev.mallbots.platform.eventsourcing.TabEvent.TabClosed;
import dev.mallbots.platform.eventsourcing.TabEvent.TabItemAdded;
import dev.mallbots.platform.eventsourcing.TabEvent.TabOpened;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A bar's tab: an aggregate small enough to test the store with. */
record Tab(String guest, Instant openedAt, List<String> items, Money total, boolean closed) {

    static Tab apply(Tab tab, TabEvent event) {
        return switch (event) {
            case TabOpened opened -> new Tab(opened.guest(), opened.at(), List.of(), Money.ZERO, false);
            case TabItemAdded added ->
                new Tab(
                        tab.guest,
                        tab.openedAt,
                        plus(tab.items, added.item()),
                        tab.total.plus(added.price()),
                        tab.closed);
            case TabClosed closed -> new Tab(tab.guest, tab.openedAt, tab.items, tab.total, true);
        };
    }

    List<TabEvent> add(String item, Money price) {
        return List.of(new TabItemAdded(item, price));
    }

    List<TabEvent> close() {
        if (closed) {
            throw new Conflict("the tab is closed already");
        }
        return List.of(new TabClosed());
    }

    private static List<String> plus(List<String> items, String item) {
        return Stream.concat(items.stream(), Stream.of(item)).toList();
    }
}
