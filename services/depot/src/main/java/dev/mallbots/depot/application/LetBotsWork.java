package dev.mallbots.depot.application;

import static java.util.stream.Collectors.toSet;

import dev.mallbots.depot.domain.Bot;
import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs the bots: those whose walk is due complete their lists, and idle ones take the oldest available lists and start. A walk is only a
 * due time in the database, so any instance can finish it.
 */
@ApplicationScoped
public class LetBotsWork {

    private static final int AT_ONCE = 50;
    /** The pause before the next look when another transaction holds a list or a bot. */
    private static final Duration SOON = Duration.ofMillis(10);

    private final ShoppingLists lists;
    private final Bots bots;
    private final Duration perStop;

    LetBotsWork(
            ShoppingLists lists,
            Bots bots,
            @ConfigProperty(name = "mallbots.depot.stop-duration", defaultValue = "PT0.1S") Duration perStop) {
        this.lists = lists;
        this.bots = bots;
        this.perStop = perStop;
    }

    /** @return the time of the next due walk */
    @WithTransaction
    public Uni<Optional<Instant>> handle() {
        Instant now = Instant.now();
        return completeDue(now)
                .chain(() -> setOff(now))
                .chain(this::isWorkLeft)
                .chain(left -> left ? Uni.createFrom().item(Optional.of(now.plus(SOON))) : lists.nextDue());
    }

    /**
     * A list waits and a bot is idle, because there were more than one round takes, or because another transaction held one of them and
     * released it unchanged. Only another round assigns them.
     */
    private Uni<Boolean> isWorkLeft() {
        return bots.isOneIdle()
                .chain(idle -> idle ? lists.isOneAvailable() : Uni.createFrom().item(false));
    }

    private Uni<Void> completeDue(Instant now) {
        return lists.holdDue(now, AT_ONCE)
                .call(due -> bots.hold(botsOf(due)))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(list -> complete(list.id()))
                        .onItem()
                        .ignoreAsUni());
    }

    private static Set<UUID> botsOf(List<ShoppingList> lists) {
        return lists.stream().flatMap(list -> list.botId().stream()).collect(toSet());
    }

    private Uni<Void> complete(UUID list) {
        return lists.update(list, ShoppingList::complete).chain(bots::callBack);
    }

    private Uni<Void> setOff(Instant now) {
        return bots.holdIdle(AT_ONCE)
                .chain(idle -> idle.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lists.holdAvailable(idle.size()).chain(available -> pairOff(idle, available, now)));
    }

    private Uni<Void> pairOff(List<Bot> idle, List<ShoppingList> available, Instant now) {
        return Multi.createFrom()
                .items(IntStream.range(0, available.size()).boxed())
                .onItem()
                .transformToUniAndConcatenate(
                        i -> take(idle.get(i).id(), available.get(i).id(), now))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> take(UUID bot, UUID list, Instant now) {
        return lists.update(list, it -> it.assign(bot, now, perStop))
                .chain(() -> bots.update(bot, it -> it.setOff(list)));
    }
}
