package dev.mallbots.depot.domain;

import dev.mallbots.depot.domain.BotEvent.BotCameBack;
import dev.mallbots.depot.domain.BotEvent.BotSetOff;
import dev.mallbots.platform.kernel.Conflict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A robot of the depot: idle, or active with one list.
 *
 * @param number the number painted on the bot
 * @param shoppingListId the list that it collects; empty while it is idle
 */
public record Bot(UUID id, int number, Optional<UUID> shoppingListId) {

    /** The bot's name for staff. */
    public String name() {
        return "bot " + number;
    }

    public boolean isIdle() {
        return shoppingListId.isEmpty();
    }

    public List<BotEvent> setOff(UUID list) {
        shoppingListId.ifPresent(other -> {
            throw new Conflict("bot %s is active with shopping list %s".formatted(id, other));
        });
        return List.of(new BotSetOff(list));
    }

    /** The list has been completed or cancelled. A bot that has another list by now keeps it. */
    public List<BotEvent> comeBack(UUID list) {
        return shoppingListId.filter(list::equals).isPresent() ? List.of(new BotCameBack()) : List.of();
    }

    public static Bot apply(Bot current, BotEvent event) {
        return switch (event) {
            case BotSetOff(var list) -> new Bot(current.id, current.number, Optional.of(list));
            case BotCameBack _ -> new Bot(current.id, current.number, Optional.empty());
        };
    }
}
