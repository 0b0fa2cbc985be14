package dev.mallbots.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Waits until nothing moves any more: by looking, never by waiting long enough. */
final class Settling {

    private static final int QUIET_LOOKS = 3;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Databases databases;
    private final Broker broker;
    private final List<String> keepers;
    private final List<String> consumers;
    private final Runnable mend;

    /** @param mend called with every look: starts again what has fallen */
    Settling(Databases databases, Broker broker, List<String> keepers, List<String> consumers, Runnable mend) {
        this.databases = databases;
        this.broker = broker;
        this.keepers = keepers;
        this.consumers = consumers;
        this.mend = mend;
    }

    /**
     * @param quietSince when the first of the quiet looks was
     * @param unrest what was still moving at the end; empty when all was quiet
     */
    record Result(Instant quietSince, List<String> unrest) {}

    Result await(Duration patience) {
        Instant giveUp = Instant.now().plus(patience);
        Instant quietSince = Instant.now();
        List<String> unrest;
        int quiet = 0;
        do {
            mend.run();
            unrest = unrest();
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

    private List<String> unrest() {
        List<String> unrest = new ArrayList<>();
        try {
            for (String service : keepers) {
                note(
                        unrest,
                        databases.count(service, "select count(*) from outbox"),
                        "messages in the outbox of " + service);
            }
            for (String service : consumers) {
                if (broker.partitionsOf(service).isEmpty()) {
                    unrest.add(service + " reads no topic");
                }
                note(unrest, broker.lag(service), "messages before " + service);
            }
            note(
                    unrest,
                    databases.count(
                            "order-saga", "select count(*) from saga where state not in ('COMPLETED', 'COMPENSATED')"),
                    "sagas under way");
            note(
                    unrest,
                    databases.count(
                            "depot",
                            "select count(*) from shopping_list where status in ('AVAILABLE', 'ASSIGNED', 'ACTIVE')"),
                    "shopping lists to be walked");
        } catch (SQLException | ExecutionException e) {
            unrest.add("something does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return unrest;
    }

    private static void note(List<String> unrest, long count, String what) {
        if (count != 0) {
            unrest.add(count + " " + what);
        }
    }
}
