package dev.mallbots.platform.service;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Deletes {@link OldRows} every {@code mallbots.pruning.every} (ten minutes). It deletes small batches, each in its own transaction, and
 * skips locked rows, so that no transaction waits for it; several instances may run it at the same time. A failed kind is tried in the next
 * round and stops no other.
 */
@ApplicationScoped
public class Pruning {

    private static final Logger LOG = Logger.getLogger(Pruning.class);
    private static final int BITE = 1_000;

    private final Vertx vertx;
    private final Instance<Pool> database;
    private final List<OldRows> all;
    private final Duration every;
    private long timer;

    Pruning(
            Vertx vertx,
            Instance<Pool> database,
            @All List<OldRows> all,
            @ConfigProperty(name = "mallbots.pruning.every", defaultValue = "PT10M") Duration every) {
        this.vertx = vertx;
        this.database = database;
        this.all = all;
        this.every = every;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(every.toMillis(), round -> prune().subscribe().with(done -> {}));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** One round; never fails. */
    public Uni<Void> prune() {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(this::prune)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> prune(OldRows rows) {
        List<Object> bite = List.of(OffsetDateTime.now().minus(rows.kept()), BITE);
        return Uni.createFrom()
                .deferred(() -> rows.more().get())
                .chain(more ->
                        bites(rows, Stream.concat(bite.stream(), more.stream()).toList()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(
                            "Deleting old rows of %s failed and will be tried again: %s",
                            rows.what(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> bites(OldRows rows, List<Object> parameters) {
        return Uni.createFrom()
                .completionStage(() -> database.get()
                        .withConnection(connection ->
                                connection.preparedQuery(rows.delete()).execute(Tuple.from(parameters)))
                        .toCompletionStage())
                .chain(deleted -> deleted.rowCount() < BITE ? Uni.createFrom().voidItem() : bites(rows, parameters));
    }
}
