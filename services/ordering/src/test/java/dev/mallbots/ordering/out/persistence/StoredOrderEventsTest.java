package dev.mallbots.ordering.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.OrderEvent.OrderApproved;
import dev.mallbots.ordering.domain.OrderEvent.OrderCanceled;
import dev.mallbots.ordering.domain.OrderEvent.OrderCompleted;
import dev.mallbots.ordering.domain.OrderEvent.OrderCreated;
import dev.mallbots.ordering.domain.OrderEvent.OrderInProgress;
import dev.mallbots.ordering.domain.OrderEvent.OrderReadied;
import dev.mallbots.ordering.domain.OrderEvent.OrderRejected;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingCompletedEarly;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingStartedEarly;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.platform.eventsourcing.StoredEvent;
import dev.mallbots.platform.kernel.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The event store keeps events for ever. The file has each event as it was stored in each revision, a line {@code TYPE REVISION PAYLOAD}. Lines
 * are added, and never changed.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredOrderEventsTest {

    private static final Path RECORDED = Path.of("src/test/resources/stored-events/Order.txt");
    private static final UUID ID = new UUID(1, 2);

    private static final List<OrderEvent> EXAMPLES = List.of(
            new OrderCreated(ID, ID, ID, List.of(new OrderItem(ID, ID, "Bakery", "Bread", Money.of("3.2"), 2))),
            new OrderApproved(ID),
            new OrderRejected("no such customer"),
            new OrderInProgress(),
            new OrderReadied(),
            new OrderCanceled(),
            new OrderCompleted(),
            new ShoppingStartedEarly(ID),
            new ShoppingCompletedEarly(ID));

    @Test
    void every_event_has_an_example() {
        assertThat(EXAMPLES.stream().<Class<?>>map(OrderEvent::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(OrderEvent.class.getPermittedSubclasses()).toList());
    }

    @Test
    void an_event_is_stored_as_it_is_recorded_or_gets_a_revision_and_a_new_line() throws IOException {
        assertThat(recorded())
                .containsAll(
                        EXAMPLES.stream().map(EventSourcedOrders.ORDER::write).toList());
    }

    @Test
    void every_recorded_event_is_read_as_its_example() throws IOException {
        assertThat(recorded())
                .allSatisfy(stored -> assertThat(EXAMPLES).contains(EventSourcedOrders.ORDER.read(stored)));
    }

    private static List<StoredEvent> recorded() throws IOException {
        return Files.readAllLines(RECORDED).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new StoredEvent(words[0], Integer.parseInt(words[1]), words[2]))
                .toList();
    }
}
