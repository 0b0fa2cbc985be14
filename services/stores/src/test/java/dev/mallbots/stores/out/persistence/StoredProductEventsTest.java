package dev.mallbots.stores.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.eventsourcing.StoredEvent;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.stores.domain.ProductEvent;
import dev.mallbots.stores.domain.ProductEvent.ProductAdded;
import dev.mallbots.stores.domain.ProductEvent.ProductPriceChanged;
import dev.mallbots.stores.domain.ProductEvent.ProductRebranded;
import dev.mallbots.stores.domain.ProductEvent.ProductRemoved;
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
class StoredProductEventsTest {

    private static final Path RECORDED = Path.of("src/test/resources/stored-events/Product.txt");
    private static final UUID ID = new UUID(1, 2);

    private static final List<ProductEvent> EXAMPLES = List.of(
            new ProductAdded(ID, ID, "Bread", "Rye", "R1", Money.of("3.2")),
            new ProductRebranded("Rye bread", "Fresh"),
            new ProductPriceChanged(Money.of("3.45"), Money.of("0.25")),
            new ProductRemoved());

    @Test
    void every_event_has_an_example() {
        assertThat(EXAMPLES.stream().<Class<?>>map(ProductEvent::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProductEvent.class.getPermittedSubclasses()).toList());
    }

    @Test
    void an_event_is_stored_as_it_is_recorded_or_gets_a_revision_and_a_new_line() throws IOException {
        assertThat(recorded())
                .containsAll(EXAMPLES.stream()
                        .map(EventSourcedProducts.PRODUCT::write)
                        .toList());
    }

    @Test
    void every_recorded_event_is_read_as_its_example() throws IOException {
        assertThat(recorded())
                .allSatisfy(stored -> assertThat(EXAMPLES).contains(EventSourcedProducts.PRODUCT.read(stored)));
    }

    private static List<StoredEvent> recorded() throws IOException {
        return Files.readAllLines(RECORDED).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new StoredEvent(words[0], Integer.parseInt(words[1]), words[2]))
                .toList();
    }
}
