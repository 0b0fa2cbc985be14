package dev.mallbots.stores.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.eventsourcing.StoredEvent;
import dev.mallbots.stores.domain.StoreEvent;
import dev.mallbots.stores.domain.StoreEvent.StoreCreated;
import dev.mallbots.stores.domain.StoreEvent.StoreParticipationToggled;
import dev.mallbots.stores.domain.StoreEvent.StoreRebranded;
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
class StoredStoreEventsTest {

    private static final Path RECORDED = Path.of("src/test/resources/stored-events/Store.txt");
    private static final UUID ID = new UUID(1, 2);

    private static final List<StoreEvent> EXAMPLES = List.of(
            new StoreCreated(ID, "Bakery", "Aisle 1", ID),
            new StoreParticipationToggled(true),
            new StoreRebranded("Bakery and more"));

    @Test
    void every_event_has_an_example() {
        assertThat(EXAMPLES.stream().<Class<?>>map(StoreEvent::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(StoreEvent.class.getPermittedSubclasses()).toList());
    }

    @Test
    void an_event_is_stored_as_it_is_recorded_or_gets_a_revision_and_a_new_line() throws IOException {
        assertThat(recorded())
                .containsAll(
                        EXAMPLES.stream().map(EventSourcedStores.STORE::write).toList());
    }

    @Test
    void every_recorded_event_is_read_as_its_example() throws IOException {
        StoreEvent withoutOwner = new StoreCreated(ID, "Bakery", "Aisle 1", null);
        assertThat(recorded().stream().map(EventSourcedStores.STORE::read).toList())
                .containsOnlyOnce(withoutOwner)
                .allSatisfy(event -> assertThat(Stream.concat(EXAMPLES.stream(), Stream.of(withoutOwner)))
                        .contains(event));
    }

    private static List<StoredEvent> recorded() throws IOException {
        return Files.readAllLines(RECORDED).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new StoredEvent(words[0], Integer.parseInt(words[1]), words[2]))
                .toList();
    }
}
