package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Bot;
import dev.mallbots.depot.domain.BotEvent;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All robots of the depot. */
public interface Bots {

    /** Sees to it that the bots 1 to {@code count} are there. */
    Uni<Void> commission(int count);

    /** In the order in which they were commissioned. */
    Uni<Page<Bot>> list(PageRequest page);

    /**
     * Holds the bot until the transaction ends, so that decisions about it are taken one after the other. Whoever holds a
     * list as well has taken that first.
     *
     * @return fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<Void> update(UUID id, Function<Bot, List<BotEvent>> decide);

    /**
     * Holds idle bots until the transaction ends. Waits for those that somebody else holds: one that is let go again may be
     * the only one for a list whose news this look was woken by.
     */
    Uni<List<Bot>> holdIdle(int most);

    /** The list is over: the bot that has it, if any, is idle again. */
    default Uni<Void> callBack(ShoppingList list) {
        return list.botId()
                .map(bot -> update(bot, it -> it.comeBack(list.id())))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
