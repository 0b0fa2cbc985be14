package dev.mallbots.depot.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Staff choose the bot, which starts at once. */
@ApplicationScoped
public class AssignShoppingList {

    private final ShoppingLists lists;
    private final Bots bots;
    private final Duration perStop;

    AssignShoppingList(
            ShoppingLists lists,
            Bots bots,
            @ConfigProperty(name = "mallbots.depot.stop-duration", defaultValue = "PT0.1S") Duration perStop) {
        this.lists = lists;
        this.bots = bots;
        this.perStop = perStop;
    }

    @WithTransaction
    public Uni<Void> handle(UUID list, UUID bot) {
        return bots.update(bot, it -> it.setOff(list))
                .chain(() -> lists.update(list, it -> it.assignByHand(bot, Instant.now(), perStop)))
                .replaceWithVoid();
    }
}
