package dev.mallbots.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a run.
 *
 * @param containers the mall is in containers that docker/with-mall.sh has opened; otherwise a local fleet is started
 * @param portBase below the ports that the system gives to clients (32768 and up on Linux); otherwise a client could hold a killed
 *       service's port and prevent its restart
 * @param rate shopping trips per second
 * @param instances the number of instances of each service, including the gateway; the issuer, PostgreSQL and Kafka have one
 * @param harms sabotage, to test that the checks find it
 */
record Settings(
        Path project,
        Path home,
        boolean containers,
        int portBase,
        Duration length,
        long seed,
        double rate,
        int instances,
        Set<Harm> harms) {

    /** The kinds of sabotage, each with the check that must find it. */
    enum Harm {
        /**
         * A message is removed from the outbox before the broker's acknowledgement, as by a relay that marks too early: streams are
         * gapless.
         */
        LOSE_MESSAGES,
        /** A consumer forgets at once which messages it has handled: messages are handled once. */
        FORGET_HANDLED,
        /** An order's saga handles a step's reply again: effects happen once. */
        TAKE_REPLIES_TWICE,
        /** A consumer skips a message and handles it when it is repeated: messages are handled in order. */
        TAKE_LATER_FIRST,
        /** A cancelled shopping list is collected: orders have their due. */
        REVIVE_CANCELLED,
        /** Prices, participation, locations, numbers and statuses in copies are wrong, names are right: copies are current. */
        SPOIL_COPIES,
        /** A paid invoice has another amount than the captured one: captures equal invoices. */
        BILL_OTHERWISE,
        /** The sender is called again for a sent notification: customers are told once. */
        TELL_AGAIN,
        /** Valid dead letters are not replayed: dead letters are kept, and nothing else is. */
        LEAVE_LETTERS
    }

    /** @param arguments each {@code name=value} */
    static Settings of(String... arguments) {
        Map<String, String> given = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Settings(
                Path.of(given.getOrDefault("project", ".")),
                Path.of(given.getOrDefault("home", "e2e-tests/chaos/target/mall")),
                given.getOrDefault("mall", "fleet").equals("compose"),
                Integer.parseInt(given.getOrDefault("port-base", "26080")),
                Duration.ofSeconds(Math.round(60 * Double.parseDouble(given.getOrDefault("minutes", "3")))),
                given.containsKey("seed") ? Long.parseLong(given.get("seed")) : System.nanoTime() % 1_000_000,
                Double.parseDouble(given.getOrDefault("rate", "3")),
                Integer.parseInt(given.getOrDefault("instances", "1")),
                harms(given.getOrDefault("harm", "")));
    }

    private static Set<Harm> harms(String names) {
        return Arrays.stream(names.split(","))
                .filter(name -> !name.isBlank())
                .map(name -> Harm.valueOf(name.strip().toUpperCase().replace('-', '_')))
                .collect(Collectors.toSet());
    }
}
