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

/**
 * All robots of the depot.
 *
 * <p>Who takes what in which order, so that no two transactions wait for each other: the end of a list takes the list and then
 * that list's own bot; what sends a bot off takes the idle bot first and then the list. A bot that is idle belongs to no list, so nobody
 * who holds a list waits for one.
 */
public interface Bots {

    /** Sees to it that the bots 1 to {@code count} are there. */
    Uni<Void> commission(int count);

    /** In the order in which they were commissioned. */
    Uni<Page<Bot>> list(PageRequest page);

    /**
     * Holds the bot until the transaction ends, so that decisions about it are taken one after the other.
     *
     * @return fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<Void> update(UUID id, Function<Bot, List<BotEvent>> decide);

    /**
     * Holds idle bots until the transaction ends; passes over those that somebody else holds. Waiting for them would be a
     * deadlock sooner or later: which bots are idle changes while one waits, and so would the order in which they are held.
     */
    Uni<List<Bot>> holdIdle(int most);

    /** Whether there is an idle bot now, held by somebody or not. */
    Uni<Boolean> isOneIdle();

    /** The list is over: the bot that has it, if any, is idle again. */
    default Uni<Void> callBack(ShoppingList list) {
        return list.botId()
                .map(bot -> update(bot, it -> it.comeBack(list.id())))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
