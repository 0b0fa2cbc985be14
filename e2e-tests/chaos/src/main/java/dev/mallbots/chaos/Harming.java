package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Sabotage: adds a fault that the product does not have, from outside, in its databases. The checks must find it.
 */
final class Harming implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LOSSES = 3;
    private static final List<String> FORGETFUL = List.of("ordering", "payments", "depot", "customers");

    private final Set<Settings.Harm> harms;
    private final Deployment deployment;
    private final Databases databases;
    private final Instant end;

    Harming(Set<Settings.Harm> harms, Deployment deployment, Databases databases, Instant end) {
        this.harms = harms;
        this.deployment = deployment;
        this.databases = databases;
        this.end = end;
    }

    /** During the load; returns when the sabotage is done. */
    @Override
    public void run() {
        List<Thread> doing = harms.stream()
                .map(harm -> Thread.startVirtualThread(() -> doHarm(harm)))
                .toList();
        try {
            for (Thread one : doing) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void doHarm(Settings.Harm harm) {
        try {
            switch (harm) {
                case LOSE_MESSAGES -> loseMessages();
                case FORGET_HANDLED -> forgetHandled();
                case TAKE_REPLIES_TWICE -> takeRepliesTwice();
                case TAKE_LATER_FIRST -> takeLaterFirst();
                case REVIVE_CANCELLED -> reviveCancelled();
                case TELL_AGAIN -> tellAgain();
                case SPOIL_COPIES, BILL_OTHERWISE, LEAVE_LETTERS -> {}
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the harm could not be done", e);
        }
    }

    /** After all work has finished and before the checks, for faults that the next message would repair. */
    void spoil() throws SQLException {
        if (harms.contains(Settings.Harm.SPOIL_COPIES)) {
            spoilCopies();
        }
        if (harms.contains(Settings.Harm.BILL_OTHERWISE)) {
            databases.execute("payments", "update invoice set amount = amount - 0.01 where status = 'PAID'");
        }
    }

    /** The newest row while Kafka is down, so that the relay has not sent it yet. */
    private void loseMessages() {
        int lost = 0;
        while (lost < LOSSES && Instant.now().isBefore(end)) {
            if (deployment.instancesOf("kafka").stream().noneMatch(deployment::runs)) {
                lost += executed("baskets", "delete from outbox where id = (select max(id) from outbox)");
            }
            Caller.sleep(PAUSE);
        }
    }

    /** The inbox keeps its key, so it never contains a message twice. */
    private void forgetHandled() {
        while (Instant.now().isBefore(end)) {
            FORGETFUL.forEach(service -> executed(service, "delete from inbox"));
            Caller.sleep(PAUSE);
        }
    }

    /** Occasionally a saga stays at a done step, and so awaits its reply again. */
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

    /**
     * Occasionally a message is marked as handled, so that the consumer skips it. The intruder repeats the message, and the consumer
     * handles it after later ones.
     */
    private void takeLaterFirst() throws SQLException {
        for (String service : List.of("search", "analytics")) {
            databases.execute(service, """
                    create table chaos.passed_by (message_id uuid primary key);
                    create function chaos.pass_by() returns trigger language plpgsql security definer as $$
                    begin
                        if random() < 0.1 and not exists (select from chaos.passed_by where message_id = new.message_id) then
                            insert into chaos.passed_by values (new.message_id);
                            return null;
                        end if;
                        return new;
                    end
                    $$;
                    create trigger chaos_pass_by before insert on inbox for each row execute function chaos.pass_by()
                    """);
        }
    }

    /** A depot that collects a cancelled list. */
    private void reviveCancelled() {
        while (Instant.now().isBefore(end)) {
            executed(
                    "depot",
                    "update shopping_list l set status = 'AVAILABLE' where status = 'CANCELLED' and random() < 0.1"
                            + " and not exists (select from shopping_list o where o.order_id = l.order_id and o.status <> 'CANCELLED')");
            Caller.sleep(PAUSE);
        }
    }

    /** Sent notifications are marked as never attempted; their order and kind stay unique. */
    private void tellAgain() {
        while (Instant.now().isBefore(end)) {
            executed(
                    "notifications",
                    "update notifications set attempted_at = null, outcome = null where outcome = 'SENT' and random() < 0.02");
            Caller.sleep(PAUSE);
        }
    }

    /** Names are not changed. */
    private void spoilCopies() throws SQLException {
        databases.execute("baskets", "update store_copy set participating = not participating");
        databases.execute("baskets", "update product_copy set price = price + 0.01");
        databases.execute("depot", "update store_copy set location = 'elsewhere'");
        databases.execute("notifications", "update contacts set sms_number = '+1 555 0100'");
        databases.execute("search", "update read_model.payment set status = 'authorized'");
        databases.execute("search", "update read_model.invoice set status = 'pending'");
    }

    private int executed(String service, String sql) {
        try {
            return databases.execute(service, sql);
        } catch (SQLException e) {
            // PostgreSQL is down: repeat later
            return 0;
        }
    }
}
