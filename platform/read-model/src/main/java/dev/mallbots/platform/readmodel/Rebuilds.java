package dev.mallbots.platform.readmodel;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.ShutdownDeadline;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Rebuilds the service's read model, the schema {@code read_model} of its database, from the history of its topics. Meanwhile the old copy
 * stays up to date and answers queries; then the new copy replaces it and is compared with it.
 *
 * <p>Guarantees: one rebuild at a time per database, for all instances; at any time, including the switch, the read model contains each
 * message's effect once; a rebuild that ends before the switch, even by {@code kill -9}, has changed nothing. It does not continue by
 * itself then, and can be started again.
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
    private final ShutdownDeadline deadline;
    private volatile Thread running;

    Rebuilds(Database database, RebuildLog log, Rebuilding rebuilding, ShutdownDeadline deadline) {
        this.database = database;
        this.log = log;
        this.rebuilding = rebuilding;
        this.deadline = deadline;
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
            thread.join(deadline.left());
        }
    }

    /**
     * Starts a rebuild and returns at once. Blocks for the database's answer.
     *
     * @return its id
     * @throws Conflict a rebuild is running, here or in another instance
     * @throws Unavailable the database is down
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

    /** A position in the list. */
    public record Position(Instant startedAt, UUID id) {}

    /**
     * Newest first; a few dozen are kept. Blocks.
     *
     * @param after only rebuilds after this position
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
     * @throws NotFound the rebuild does not exist
     */
    public Rebuild get(UUID id) {
        try (Connection connection = database.connect()) {
            return log.find(connection, id).orElseThrow(() -> new NotFound("rebuild", id));
        } catch (SQLException e) {
            throw new Unavailable("the database", e);
        }
    }

    private void run(Connection session, UUID id) {
        // the lock ends with the session, for whatever reason the session ends
        try (session) {
            rebuilding.rebuild(session, id);
        } catch (Throwable failure) {
            // Errors too: otherwise the rebuild would seem to run without end
            fail(id, failure);
            return;
        }
        LOG.infof("Rebuild %s is %s", id, get(id).inWords());
    }

    private void fail(UUID id, Throwable failure) {
        LOG.errorf(failure, "Rebuild %s failed", id);
        // clears the interrupt flag, so that the database can be called even while this thread is being stopped
        Thread.interrupted();
        try (Connection connection = database.connect()) {
            log.failed(connection, id, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (SQLException e) {
            LOG.warnf("Storing the failure of rebuild %s failed: %s", id, e.getMessage());
        }
    }
}
