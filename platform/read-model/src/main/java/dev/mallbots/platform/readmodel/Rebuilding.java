package dev.mallbots.platform.readmodel;

import dev.mallbots.platform.messaging.Replay;
import dev.mallbots.platform.messaging.Replay.Failed;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jboss.logging.Logger;

/**
 * One rebuild, from the first message to the comparison.
 *
 * <p>It handles the messages that the service's own consumer group has committed, until that group is near the end of the topics. Then it
 * locks the inbox, which every message's transaction writes first: current transactions finish, later ones wait. The copy handles the
 * remaining messages that are in the inbox, and no others, so both copies and the inbox contain exactly the same messages. The schemas
 * exchange their names in the transaction of the lock. A waiting message then takes effect in the new copy; a handled one is in the inbox
 * and in the new copy. Every difference is an error in the old copy or a gap in the history.
 *
 * <p>The two copies are compared afterwards, in a snapshot taken under the lock, so no transaction waits for the comparison.
 */
@ApplicationScoped
class Rebuilding {

    private static final Logger LOG = Logger.getLogger(Rebuilding.class);
    /** The number of messages that may be read while the service's own consumer waits. */
    private static final long NEAR = 500;

    private static final Duration ROUND = Duration.ofMillis(100);
    private static final Duration PROGRESS = Duration.ofMillis(500);
    /** The wait for the database to come back, and for the service's own consumer to come near the end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The time limit while the inbox is locked. */
    private static final Duration LOCKED = Duration.ofSeconds(5);

    private static final int ATTEMPTS = 50;

    /** The rebuild can't succeed: the history is incomplete, or its end can't be reached. */
    static final class Hopeless extends RuntimeException {
        Hopeless(String message) {
            super(message);
        }
    }

    private final Database database;
    private final RebuildLog log;
    private final History.Topics topics;
    private final Replay replay;
    private final Comparison comparison;
    private final Flyway migrations;

    Rebuilding(
            Database database,
            RebuildLog log,
            History.Topics topics,
            Replay replay,
            Comparison comparison,
            Flyway migrations) {
        this.database = database;
        this.log = log;
        this.topics = topics;
        this.replay = replay;
        this.comparison = comparison;
        this.migrations = migrations;
    }

    /** @param session holds the lock for rebuilds and makes the switch, so without the lock no switch is possible */
    void rebuild(Connection session, UUID id) throws SQLException, InterruptedException {
        Copy copy = new Copy(id);
        try (History history = topics.open();
                Connection snapshot = database.connect()) {
            history.gap().ifPresent(gap -> {
                throw new Hopeless("the history is incomplete: " + gap);
            });
            Structure structure = Structure.of(session);
            refuseForANewerVersionsTables();
            copy.create(session);
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            snapshot.setAutoCommit(false);
            try {
                new Run(session, snapshot, id, copy, history, structure).untilSwitched();
            } catch (Exception failure) {
                dropAfter(failure, session, copy);
                throw failure;
            }
            log.done(session, id, compare(session, snapshot, copy));
        }
    }

    /** This version's handlers would write the data of a newer version's migration in the old form. */
    private void refuseForANewerVersionsTables() {
        List<String> unknown = Stream.of(migrations.info().applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.MISSING_SUCCESS)
                .map(MigrationInfo::getScript)
                .toList();
        if (!unknown.isEmpty()) {
            throw new Hopeless(
                    "a newer version of this service has migrated the database (%s): have one of its instances rebuild"
                            .formatted(String.join(", ", unknown)));
        }
    }

    private static void dropAfter(Exception failure, Connection session, Copy copy) {
        try {
            copy.drop(session);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private Differences compare(Connection session, Connection snapshot, Copy copy) throws SQLException {
        try {
            return comparison.compare(snapshot, comparison.tablesOf(session, copy.old()), copy.old(), Copy.LIVE);
        } finally {
            snapshot.rollback();
            copy.dropOld(session);
        }
    }

    private final class Run {

        private final Connection session;
        private final Connection snapshot;
        private final UUID id;
        private final Copy copy;
        private final History history;
        private final Structure structure;
        private Unhandled unhandled = Unhandled.NONE;
        private Instant progressTold = Instant.MIN;
        private Instant cameNearer = Instant.now();

        private Run(Connection session, Connection snapshot, UUID id, Copy copy, History history, Structure structure) {
            this.session = session;
            this.snapshot = snapshot;
            this.id = id;
            this.copy = copy;
            this.history = history;
            this.structure = structure;
        }

        void untilSwitched() throws SQLException, InterruptedException {
            for (int attempts = 0; attempts < ATTEMPTS; ) {
                readWhatIsHandled();
                if (history.leftTo(history.ends()) <= NEAR) {
                    if (takesOver()) {
                        return;
                    }
                    attempts++;
                }
                giveUpIfStuck();
                Thread.sleep(ROUND);
            }
            throw new Hopeless("no moment was found for the switch in %d attempts".formatted(ATTEMPTS));
        }

        private void readWhatIsHandled() throws SQLException {
            Map<TopicPartition, Long> handled = history.handled();
            while (history.leftTo(handled) > 0) {
                List<ConsumerRecord<byte[], byte[]>> next = history.nextBefore(handled);
                unhandled = unhandled.with(replay.handle(next, copy::claim, PATIENCE));
                cameNearer = next.isEmpty() ? cameNearer : Instant.now();
                giveUpIfStuck();
                tellProgress();
            }
        }

        /** Kafka is down, or the service's own consumer is. */
        private void giveUpIfStuck() {
            if (Instant.now().isAfter(cameNearer.plus(PATIENCE))) {
                throw new Hopeless(
                        "no progress for %d s; %d messages are left, which Kafka does not deliver or the service has not handled"
                                .formatted(PATIENCE.toSeconds(), history.leftTo(history.ends())));
            }
        }

        private void tellProgress() throws SQLException {
            if (Instant.now().isAfter(progressTold.plus(PROGRESS))) {
                log.progress(session, id, history.read(), history.total());
                progressTold = Instant.now();
            }
        }

        /** @return false if the switch is not possible now: the old copy stays, and nothing has changed */
        private boolean takesOver() throws SQLException {
            Map<TopicPartition, Long> start = history.positions();
            session.setAutoCommit(false);
            try {
                lockInbox();
                if (!Structure.hold(session)) {
                    LOG.warn("A table of the read model is being created; the switch will be tried again");
                    return false;
                }
                giveUpIfMigrated();
                Map<TopicPartition, Long> ends = history.ends();
                if (history.leftTo(ends) > NEAR) {
                    return false;
                }
                Unhandled all = unhandled.with(readWhatIsInInbox(ends));
                takeSnapshot();
                copy.takeOver(session);
                log.progress(session, id, history.read(), history.read());
                log.switched(session, id, all);
                session.commit();
                return true;
            } catch (TimeoutException tooLong) {
                LOG.warn(
                        "Reading the last messages took too long while the inbox was locked; the switch will be tried again");
                history.goBackTo(start);
                return false;
            } catch (SQLException e) {
                if (!isInTheWay(e)) {
                    throw e;
                }
                LOG.warnf("A lock for the switch was not granted; the switch will be tried again: %s", e.getMessage());
                history.goBackTo(start);
                return false;
            } finally {
                // no effect after the commit
                session.rollback();
                session.setAutoCommit(true);
            }
        }

        /** The copy has the tables of the old schema, and its rows. */
        private void giveUpIfMigrated() throws SQLException {
            Structure.of(session).differenceFrom(structure).ifPresent(difference -> {
                throw new Hopeless(
                        "the schema of the read model changed while the rebuild ran, and the old copy stays: "
                                + difference);
            });
        }

        /** Lock not available, or a deadlock. */
        private static boolean isInTheWay(SQLException e) {
            return Copy.LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
        }

        private void lockInbox() throws SQLException {
            try (Statement statement = session.createStatement()) {
                statement.execute("set local lock_timeout = '%d ms'".formatted(LOCKED.toMillis()));
                statement.execute("lock table inbox in share mode");
            }
        }

        private List<Failed> readWhatIsInInbox(Map<TopicPartition, Long> ends) throws SQLException {
            Instant giveUp = Instant.now().plus(LOCKED);
            List<Failed> failed = new ArrayList<>();
            while (history.leftTo(ends) > 0) {
                if (Instant.now().isAfter(giveUp)) {
                    throw new TimeoutException();
                }
                List<ConsumerRecord<byte[], byte[]>> next = history.nextBefore(ends);
                Set<UUID> inInbox = inInbox(next);
                failed.addAll(replay.handle(
                        next.stream()
                                .filter(record -> replay.idOf(record)
                                        .filter(inInbox::contains)
                                        .isPresent())
                                .toList(),
                        copy::claim,
                        LOCKED));
            }
            return failed;
        }

        private Set<UUID> inInbox(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
            UUID[] ids = records.stream()
                    .flatMap(record -> replay.idOf(record).stream())
                    .toArray(UUID[]::new);
            try (PreparedStatement statement =
                    session.prepareStatement("select message_id from inbox where message_id = any(?)")) {
                statement.setArray(1, session.createArrayOf("uuid", ids));
                try (ResultSet rows = statement.executeQuery()) {
                    Set<UUID> found = new HashSet<>();
                    while (rows.next()) {
                        found.add(rows.getObject(1, UUID.class));
                    }
                    return found;
                }
            }
        }

        /** A snapshot of both copies at this moment, for the later comparison. */
        private void takeSnapshot() throws SQLException {
            snapshot.rollback();
            try (Statement statement = snapshot.createStatement()) {
                statement.execute("select");
            }
        }
    }
}
