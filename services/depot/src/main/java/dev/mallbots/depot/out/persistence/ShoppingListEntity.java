package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.ShoppingListStatus;
import dev.mallbots.depot.domain.Stop;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

@Entity(name = "ShoppingList")
@Table(name = "shopping_list")
class ShoppingListEntity {

    @Id
    UUID id;

    @Column(name = "order_id")
    UUID orderId;

    @Enumerated(EnumType.STRING)
    Origin origin;

    @Enumerated(EnumType.STRING)
    ShoppingListStatus status;

    /** Never changes after the list is created. */
    @ColumnTransformer(read = "stops::text", write = "cast(cast(? as text) as jsonb)")
    @Column(updatable = false)
    String stops;

    @Column(name = "bot_id")
    UUID botId;

    Instant due;

    /** The number of published events of this list. */
    long sequence;

    ShoppingList toShoppingList(List<Stop> readStops) {
        return new ShoppingList(
                id, orderId, origin, readStops, status, Optional.ofNullable(botId), Optional.ofNullable(due));
    }

    void become(ShoppingList list) {
        id = list.id();
        orderId = list.orderId();
        origin = list.origin();
        status = list.status();
        botId = list.botId().orElse(null);
        due = list.due().orElse(null);
    }
}
