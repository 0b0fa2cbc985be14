package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Bot;
import dev.mallbots.depot.domain.BotEvent;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * All bots of the depot.
 *
 * <p>Lock order: completing or cancelling a list locks the list first and then the list's own bot; assigning a bot locks the idle bot first
 * and then the list. An idle bot belongs to no list, so a transaction that holds a list never waits for an idle bot, and no deadlock is
 * possible.
 */
public interface Bots {

    /** Creates the bots 1 to {@code count} that do not exist yet. */
    Uni<Void> commission(int count);

    /** In the order of their creation. */
    Uni<Page<Bot>> list(PageRequest page);

    /**
     * Locks the bot until the transaction ends, so that decisions about it are made one after the other.
     *
     * @return fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<Void> update(UUID id, Function<Bot, List<BotEvent>> decide);

    /** Locks these bots until the transaction ends, in one round trip; {@link #update} of one of them takes none then. */
    Uni<Void> hold(Set<UUID> ids);

    /**
     * Locks idle bots until the transaction ends and skips bots that another transaction has locked. Waiting for them could deadlock: the
     * set of idle bots, and with it the order of the locks, changes during the wait.
     */
    Uni<List<Bot>> holdIdle(int most);

    /** Whether there is an idle bot, locked or not. */
    Uni<Boolean> isOneIdle();

    /** The list has ended: its bot, if it has one, becomes idle. */
    default Uni<Void> callBack(ShoppingList list) {
        return list.botId()
                .map(bot -> update(bot, it -> it.comeBack(list.id())))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
