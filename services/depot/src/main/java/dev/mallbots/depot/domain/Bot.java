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
 * @param number what is painted on it
 * @param shoppingListId the list it walks; empty when it is idle
 */
public record Bot(UUID id, int number, Optional<UUID> shoppingListId) {

    /** As staff call it. */
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

    /** Its list is completed or given up; a bot that is on its way with another one by now is not called back. */
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
