package dev.mallbots.chaos;

import dev.mallbots.platform.fleet.Fleet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Puts a fault into the mall that the product does not have, from outside, in its databases: whoever checks must find it.
 */
final class Harming implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LOSSES = 3;
    private static final List<String> FORGETFUL = List.of("ordering", "payments", "depot", "customers");

    private final Settings.Harm harm;
    private final Fleet fleet;
    private final Databases databases;
    private final Instant end;

    Harming(Settings.Harm harm, Fleet fleet, Databases databases, Instant end) {
        this.harm = harm;
        this.fleet = fleet;
        this.databases = databases;
        this.end = end;
    }

    @Override
    public void run() {
        try {
            switch (harm) {
                case NONE -> {}
                case LOSE_MESSAGES -> loseMessages();
                case FORGET_HANDLED -> forgetHandled();
                case TAKE_REPLIES_TWICE -> takeRepliesTwice();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the harm could not be done", e);
        }
    }

    /** The newest row while there is no broker: the relay has not read it yet. */
    private void loseMessages() {
        int lost = 0;
        while (lost < LOSSES && Instant.now().isBefore(end)) {
            if (!fleet.runs("kafka")) {
                lost += deleteNewest();
            }
            Caller.sleep(PAUSE);
        }
    }

    private int deleteNewest() {
        try {
            return databases.execute("baskets", "delete from outbox where id = (select max(id) from outbox)");
        } catch (SQLException e) {
            return 0;
        }
    }

    /** Without its key the table takes every message, as often as it comes. */
    private void forgetHandled() throws SQLException {
        for (String service : FORGETFUL) {
            databases.execute(service, "alter table inbox drop constraint inbox_pkey");
        }
    }

    /** Now and then a saga stays at a step that it has done, and so awaits its reply once more. */
    private void takeRepliesTwice() throws SQLException {
        databases.execute("order-saga", """
                create function stay() returns trigger language plpgsql as $$
                begin
                    if new.step = old.step + 1 and new.state = 'RUNNING' and random() < 0.2 then
                        new.step := old.step;
                        new.awaited := old.awaited;
                    end if;
                    return new;
                end
                $$""");
        databases.execute(
                "order-saga", "create trigger stay before update on saga for each row execute function stay()");
    }
}
