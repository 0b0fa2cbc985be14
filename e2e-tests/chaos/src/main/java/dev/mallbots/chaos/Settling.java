package dev.mallbots.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Waits until all work has finished, by polling and never for a fixed time. It records the states it saw, to report what took long. */
final class Settling {

    private static final int QUIET_LOOKS = 3;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Reasons for a wait: sagas by state with the next deadline, dead letters for the operators, services that are not ready. */
    private static final String SAGAS_UNDER_WAY = """
            select state, count(*), max(attempts), coalesce(round(extract(epoch from min(deadline) - clock_timestamp())), 0)
            from saga where state not in ('COMPLETED', 'COMPENSATED') group by state order by state
            """;

    private static final String LISTS_TO_WALK =
            "select count(*) from shopping_list where status in ('AVAILABLE', 'ASSIGNED', 'ACTIVE')";

    /** Notifications that wait for no earlier one of their order. */
    private static final String TO_BE_SENT = """
            select count(*) from notifications n where attempted_at is null and not exists (
                select from notifications earlier
                where earlier.order_id = n.order_id and earlier.id < n.id and earlier.outcome is null)
            """;

    /** The process that sent one has died, and later ones of its order wait until its outcome is set. */
    private static final String BEHIND_A_LOST_ATTEMPT = "select count(*) from notifications where attempted_at is null";

    private final Databases databases;
    private final Broker broker;
    private final List<String> keepers;
    private final List<String> consumers;
    private final Runnable mend;
    private final Supplier<Set<String>> notReady;
    private final Timeline timeline = new Timeline();

    /**
     * @param mend called in every round: restarts fallen processes
     * @param notReady names of services that are not ready yet
     */
    Settling(
            Databases databases,
            Broker broker,
            List<String> keepers,
            List<String> consumers,
            Runnable mend,
            Supplier<Set<String>> notReady) {
        this.databases = databases;
        this.broker = broker;
        this.keepers = keepers;
        this.consumers = consumers;
        this.mend = mend;
        this.notReady = notReady;
    }

    /**
     * @param quietSince the time of the first round without work
     * @param unrest the unfinished work at the end; empty if all has finished
     */
    record Result(Instant quietSince, List<String> unrest) {}

    Timeline timeline() {
        return timeline;
    }

    Result await(Duration patience) {
        Instant giveUp = Instant.now().plus(patience);
        Instant quietSince = Instant.now();
        List<String> unrest;
        int quiet = 0;
        do {
            unrest = look();
            if (!unrest.isEmpty()) {
                quiet = 0;
            } else if (quiet++ == 0) {
                quietSince = Instant.now();
            }
            if (quiet < QUIET_LOOKS) {
                Caller.sleep(LOOK_AGAIN);
            }
        } while (quiet < QUIET_LOOKS && Instant.now().isBefore(giveUp));
        return new Result(quietSince, unrest);
    }

    /** Waits for notifications that are sent only after an earlier one of their order has got an unknown outcome. */
    void awaitNotifications(Duration patience) throws SQLException {
        Instant giveUp = Instant.now().plus(patience);
        while (databases.count("notifications", BEHIND_A_LOST_ATTEMPT) > 0
                && Instant.now().isBefore(giveUp)) {
            Caller.sleep(LOOK_AGAIN);
        }
    }

    /** @return the unfinished work */
    List<String> look() {
        mend.run();
        Instant now = Instant.now();
        List<Timeline.Waiting> waiting = waiting();
        timeline.saw(now, waiting);
        return waiting.stream()
                .filter(Timeline.Waiting::isUnrest)
                .map(Timeline.Waiting::toString)
                .toList();
    }

    private List<Timeline.Waiting> waiting() {
        List<Timeline.Waiting> waiting = new ArrayList<>();
        notReady.get().forEach(name -> waiting.add(Timeline.reason("is not ready: " + name, 1, "")));
        try {
            for (String service : keepers) {
                note(waiting, "outbox of " + service, databases.count(service, "select count(*) from outbox"), "");
            }
            for (String service : consumers) {
                noteGroup(waiting, service);
                long letters = databases.count(service, "select count(*) from dead_letter where discarded_at is null");
                if (letters > 0) {
                    waiting.add(Timeline.reason("dead letters of " + service, letters, ""));
                }
            }
            databases
                    .query(
                            "order-saga",
                            SAGAS_UNDER_WAY,
                            row -> Timeline.unrest(
                                    "sagas " + row.getString(1).toLowerCase(),
                                    row.getLong(2),
                                    "up to %d attempts, the next deadline in %d s"
                                            .formatted(row.getInt(3), row.getLong(4))))
                    .forEach(waiting::add);
            note(waiting, "notifications to be sent", databases.count("notifications", TO_BE_SENT), "");
            note(waiting, "shopping lists to be walked", databases.count("depot", LISTS_TO_WALK), "");
        } catch (SQLException | ExecutionException e) {
            waiting.add(Timeline.unrest("something does not answer", 1, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return waiting;
    }

    private void noteGroup(List<Timeline.Waiting> waiting, String service)
            throws ExecutionException, InterruptedException {
        Broker.Group group = broker.group(service);
        String how = "%s, %d members".formatted(group.state(), group.members());
        if (group.partitions().isEmpty()) {
            waiting.add(Timeline.unrest("reads no topic: " + service, 1, how));
        }
        note(waiting, "messages before " + service, broker.lag(service, group.partitions()), how);
    }

    private static void note(List<Timeline.Waiting> waiting, String what, long count, String how) {
        if (count != 0) {
            waiting.add(Timeline.unrest(what, count, how));
        }
    }
}
