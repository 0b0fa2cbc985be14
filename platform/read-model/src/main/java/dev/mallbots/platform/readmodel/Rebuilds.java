package dev.mallbots.platform.readmodel;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the service's read model, the schema {@code read_model} of its database, anew from the history of its topics, while the old
 * copy goes on following and answering; then the new one takes over, and is compared with the old one.
 *
 * <p>Guarantees: one rebuild at a time per database, whichever instance it was asked of; at any instant the read model holds each
 * message's effect once, before, during and after the switch; a rebuild that ends before the switch, be it by {@code kill -9}, has
 * changed nothing. It does not go on by itself then, and can be started again.
 *
 * <p>Source of the idea: "blue-green" projections, as in Greg Young, "CQRS Documents" (2010): a projection is rebuilt beside the one in
 * use.
 */
@ApplicationScoped
public class Rebuilds {

    private static final Logger LOG = Logger.getLogger(Rebuilds.class);

    private final Database database;
    private final RebuildLog log;
    private final Rebuilding rebuilding;
    private volatile Thread running;

    Rebuilds(Database database, RebuildLog log, Rebuilding rebuilding) {
        this.database = database;
        this.log = log;
        this.rebuilding = rebuilding;
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(10));
        }
    }

    /**
     * Starts one and waits for nothing of it. Blocks as long as the database needs to answer.
     *
     * @return its id
     * @throws Conflict when one runs already, here or in another instance
     * @throws Unavailable when the database is
     */
    public UUID start() {
        try {
            Connection session = database.connect();
            try {
                return start(session);
            } catch (SQLException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new Unavailable("the database", e);
        }
    }

    private UUID start(Connection session) throws SQLException {
        if (!log.lock(session)) {
            throw new Conflict("a rebuild runs already");
        }
        UUID id = Ids.next();
        log.begin(session, id);
        running = Thread.ofPlatform().name("read-model-rebuild").daemon().start(() -> run(session, id));
        return id;
    }

    /** A place in the list. */
    public record Position(Instant startedAt, UUID id) {}

    /**
     * The newest first; a few dozen are kept. Blocks.
     *
     * @param after only what follows this one
     */
    public List<Rebuild> list(Optional<Position> after, int limit) {
        try (Connection connection = database.connect()) {
            return log.list(connection, after, limit);
        } catch (SQLException e) {
            throw new Unavailable("the database", e);
        }
    }

    /**
     * Blocks.
     *
     * @throws NotFound when there is none
     */
    public Rebuild get(UUID id) {
        try (Connection connection = database.connect()) {
            return log.find(connection, id).orElseThrow(() -> new NotFound("rebuild", id));
        } catch (SQLException e) {
            throw new Unavailable("the database", e);
        }
    }

    private void run(Connection session, UUID id) {
        // the end of the session, whichever way it comes, is the end of the lock
        try (session) {
            rebuilding.rebuild(session, id);
        } catch (Throwable failure) {
            // an Error, too: else the rebuild would seem to run for ever
            fail(id, failure);
            return;
        }
        LOG.infof("Rebuild %s is %s", id, get(id).inWords());
    }

    private void fail(UUID id, Throwable failure) {
        LOG.errorf(failure, "Rebuild %s failed", id);
        // so that the database is asked even when this thread is to end
        Thread.interrupted();
        try (Connection connection = database.connect()) {
            log.failed(connection, id, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (SQLException e) {
            LOG.warnf("That rebuild %s failed could not be kept: %s", id, e.getMessage());
        }
    }
}
