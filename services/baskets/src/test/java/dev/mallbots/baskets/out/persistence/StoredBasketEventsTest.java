package dev.mallbots.baskets.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.baskets.domain.BasketEvent;
import dev.mallbots.baskets.domain.BasketEvent.BasketCanceled;
import dev.mallbots.baskets.domain.BasketEvent.BasketCheckedOut;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemAdded;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemRemoved;
import dev.mallbots.baskets.domain.BasketEvent.BasketPricesChanged;
import dev.mallbots.baskets.domain.BasketEvent.BasketStarted;
import dev.mallbots.baskets.domain.BasketEvent.NewPrice;
import dev.mallbots.baskets.domain.BasketItem;
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
class StoredBasketEventsTest {

    private static final Path RECORDED = Path.of("src/test/resources/stored-events/Basket.txt");
    private static final UUID ID = new UUID(1, 2);

    private static final List<BasketEvent> EXAMPLES = List.of(
            new BasketStarted(ID, ID),
            new BasketItemAdded(new BasketItem(ID, ID, "Bakery", "Bread", Money.of("3.2"), 2)),
            new BasketItemRemoved(ID, ID, 1),
            new BasketPricesChanged(List.of(new NewPrice(ID, Money.of("3.2"), Money.of("3.45")))),
            new BasketCanceled(),
            new BasketCheckedOut(ID));

    @Test
    void every_event_has_an_example() {
        assertThat(EXAMPLES.stream().<Class<?>>map(BasketEvent::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(BasketEvent.class.getPermittedSubclasses()).toList());
    }

    @Test
    void an_event_is_stored_as_it_is_recorded_or_gets_a_revision_and_a_new_line() throws IOException {
        assertThat(recorded())
                .containsAll(
                        EXAMPLES.stream().map(EventSourcedBaskets.BASKET::write).toList());
    }

    @Test
    void every_recorded_event_is_read_as_its_example() throws IOException {
        assertThat(recorded())
                .allSatisfy(stored -> assertThat(EXAMPLES).contains(EventSourcedBaskets.BASKET.read(stored)));
    }

    private static List<StoredEvent> recorded() throws IOException {
        return Files.readAllLines(RECORDED).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new StoredEvent(words[0], Integer.parseInt(words[1]), words[2]))
                .toList();
    }
}
