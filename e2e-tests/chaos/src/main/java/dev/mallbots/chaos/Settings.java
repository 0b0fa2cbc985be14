package dev.mallbots.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a run is to be.
 *
 * @param portBase below the ports that the system gives to clients (32768 and up on Linux): a port that a client holds
 *     when a killed service comes back would keep it out
 * @param rate shopping trips begun a second
 * @param instances how many there are of each service, the gateway among them; of the issuer, PostgreSQL and Kafka there is one
 * @param harms what is done behind the mall's back, to see that it would be found out
 */
record Settings(
        Path project,
        Path home,
        int portBase,
        Duration length,
        long seed,
        double rate,
        int instances,
        Set<Harm> harms) {

    /** A fault that the product does not have, and which check must find it. */
    enum Harm {
        /** A message leaves the outbox though no broker has acknowledged it, as with a relay that marks too early: streams are gapless. */
        LOSE_MESSAGES,
        /** A consumer forgets at once what it has handled: messages are handled once. */
        FORGET_HANDLED,
        /** An order's saga takes a step's reply once more: effects happen once. */
        TAKE_REPLIES_TWICE,
        /** A consumer passes a message by and takes it when it comes again: messages are handled in order. */
        TAKE_LATER_FIRST,
        /** A cancelled shopping list is walked all the same: orders have their due. */
        REVIVE_CANCELLED,
        /** Prices, participation, locations, numbers and statuses in copies are wrong, names are right: copies are current. */
        SPOIL_COPIES,
        /** A paid invoice is over another amount than was taken: captures equal invoices. */
        BILL_OTHERWISE,
        /** The sender is called again for what it has sent: customers are told once. */
        TELL_AGAIN,
        /** Nobody sends again what was given up and makes sense: dead letters are kept, and nothing else is. */
        LEAVE_LETTERS
    }

    /** @param arguments {@code name=value} each */
    static Settings of(String... arguments) {
        Map<String, String> given = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Settings(
                Path.of(given.getOrDefault("project", ".")),
                Path.of(given.getOrDefault("home", "e2e-tests/chaos/target/mall")),
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
