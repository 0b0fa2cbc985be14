package dev.mallbots.depot.out.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.Pick;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.Stop;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.kernel.Ids;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestListTest {

    /** Kafka's default limit is 1 MiB; the envelope in the headers takes some of it. */
    private static final int ROOM = 1024 * 1024 - 10_000;

    private static final int MOST_ITEMS = 500;
    /** Three bytes in UTF-8, the most that a character of a name can take. */
    private static final String WIDE = "\u4e16";

    @Test
    void the_largest_possible_list_fits_into_a_kafka_message() {
        var stores = IntStream.range(0, Stop.MOST)
                .mapToObj(_ -> new Store(Ids.next(), WIDE.repeat(200), WIDE.repeat(500)))
                .toList();
        var picks = IntStream.range(0, MOST_ITEMS)
                .mapToObj(i -> stores.get(i % stores.size()))
                .map(store -> new Pick(store, new Product(Ids.next(), store.id(), WIDE.repeat(200)), Integer.MAX_VALUE))
                .toList();
        UUID id = Ids.next();
        var created = ShoppingList.create(id, Ids.next(), Origin.ORDER, picks).getFirst();

        var message = ShoppingListEventTranslator.translate(ShoppingList.apply(null, created), 1, created);

        assertThat(message.payload().getSerializedSize()).isBetween(ROOM / 2, ROOM);
    }
}
