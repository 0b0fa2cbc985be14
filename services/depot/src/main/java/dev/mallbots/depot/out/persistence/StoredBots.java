package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.application.Bots;
import dev.mallbots.depot.domain.Bot;
import dev.mallbots.depot.domain.BotEvent;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;

@ApplicationScoped
class StoredBots implements Bots {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    @Override
    public Uni<Void> commission(int count) {
        return Multi.createFrom()
                .range(1, count + 1)
                .onItem()
                .transformToUniAndConcatenate(StoredBots::commissionOne)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Integer> commissionOne(int number) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into bot (id, number) values (:id, :number) on conflict do nothing")
                        .setParameter("id", Ids.next())
                        .setParameter("number", number)
                        .executeUpdate());
    }

    @Override
    @WithSession
    public Uni<Page<Bot>> list(PageRequest page) {
        UUID after = page.after(1).map(cursor -> cursor.uuid(0)).orElse(BEFORE_ALL);
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "from Bot where id > :after order by id", BotEntity.class)
                        .setParameter("after", after)
                        .setMaxResults(page.rowsToFetch())
                        .getResultList())
                .map(rows -> page.page(rows.stream().map(BotEntity::toBot).toList(), bot -> Cursor.of(bot.id())));
    }

    @Override
    public Uni<Void> update(UUID id, Function<Bot, List<BotEvent>> decide) {
        return Panache.getSession()
                .chain(session -> session.find(BotEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("bot", id))
                .invoke(entity -> {
                    var bot = entity.toBot();
                    for (var event : decide.apply(bot)) {
                        bot = Bot.apply(bot, event);
                    }
                    entity.become(bot);
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> hold(Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createSelectionQuery(
                                        "from Bot where id in :ids order by id", BotEntity.class)
                                .setParameter("ids", ids)
                                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                                .getResultList())
                        .replaceWithVoid();
    }

    @Override
    public Uni<List<Bot>> holdIdle(int most) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "from Bot where shoppingListId is null order by number", BotEntity.class)
                        .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                        .setMaxResults(most)
                        .getResultList())
                .map(rows -> rows.stream().map(BotEntity::toBot).toList());
    }

    @Override
    public Uni<Boolean> isOneIdle() {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select number from Bot where shoppingListId is null", Integer.class)
                        .setMaxResults(1)
                        .getSingleResultOrNull())
                .map(Objects::nonNull);
    }
}
