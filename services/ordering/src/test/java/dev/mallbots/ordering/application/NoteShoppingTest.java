package dev.mallbots.ordering.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.NotFound;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NoteShoppingTest {

    private static final class NoOrders implements Orders {

        @Override
        public Uni<Void> create(UUID id, List<OrderEvent> events) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> update(UUID id, Function<Order, List<OrderEvent>> decision) {
            return Uni.createFrom().failure(new NotFound("order", id));
        }

        @Override
        public Uni<Order> get(UUID id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<StatusChange>> changesSince(Map<UUID, Long> known) {
            throw new UnsupportedOperationException();
        }
    }

    private final Orders orders = new NoOrders();

    /** Staff can create shopping lists by hand, for orders that ordering does not know. */
    @Test
    void an_event_of_a_shopping_list_without_a_known_order_is_ignored() {
        assertThat(new NoteShoppingStarted(orders)
                        .handle(Ids.next(), Ids.next())
                        .await()
                        .indefinitely())
                .isNull();
        assertThat(new NoteShoppingCompleted(orders)
                        .handle(Ids.next(), Ids.next())
                        .await()
                        .indefinitely())
                .isNull();
    }
}
