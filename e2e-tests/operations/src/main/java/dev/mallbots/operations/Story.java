package dev.mallbots.operations;

import dev.mallbots.operations.Timeline.Item;
import dev.mallbots.operations.Timeline.Message;
import dev.mallbots.operations.Timeline.Note;
import dev.mallbots.operations.Whereabouts.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints one order as a timeline across the services: what was sent, when, who handled it, and what the order waits for now. */
public final class Story {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    private static final Set<State> TROUBLES = EnumSet.of(State.WAITING, State.REFUSED, State.DEAD, State.DISCARDED);

    private Story() {}

    /** @param arguments the gateway's URL, an operator's token, the services' names with commas between them, the order's id */
    public static void main(String[] arguments) {
        try {
            tell(arguments[0], arguments[1], List.of(arguments[2].split(",")), UUID.fromString(arguments[3]))
                    .forEach(System.out::println);
        } catch (Mall.Refusal | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * @param gateway its URL, without a slash at the end
     * @param token an operator's bearer token
     * @param services all that have messages
     * @return lines for a terminal
     */
    public static List<String> tell(String gateway, String token, List<String> services, UUID order) {
        Mall mall = new Mall(gateway, token);
        List<String> silent = new ArrayList<>();
        List<Event> events =
                ask("the audit trail", () -> mall.eventsOf(order), silent).orElse(List.of());
        Optional<Saga> saga = ask("the saga", () -> mall.sagaOf(order), silent).flatMap(Function.identity());
        List<UUID> ids = Timeline.ids(events, saga);
        if (ids.isEmpty()) {
            silent.addFirst("Nothing is known of " + order + ": no event names it, and no saga has this id.");
            throw new Mall.Refusal(String.join("\n", silent));
        }
        Map<String, List<Whereabouts>> places = new TreeMap<>();
        services.forEach(service -> ask(service, () -> mall.messagesIn(service, ids), silent)
                .ifPresent(found -> places.put(service, found)));
        return Stream.concat(lines(order, Timeline.of(events, saga, places), saga).stream(), silent.stream())
                .toList();
    }

    /** Whatever does not answer is told at the end: a story is wanted most while something is down. */
    private static <T> Optional<T> ask(String whom, Supplier<T> question, List<String> silent) {
        try {
            return Optional.of(question.get());
        } catch (Mall.Refusal unavailable) {
            silent.add("No answer from " + whom + ". " + unavailable.getMessage());
            return Optional.empty();
        }
    }

    /** The timeline, then what the order waits for, then each message that needs somebody, with the command to run. */
    static List<String> lines(UUID order, Timeline timeline, Optional<Saga> saga) {
        Instant start = timeline.items().getFirst().at();
        List<String> lines = new ArrayList<>();
        lines.add("%s from %s on".formatted(order, TIME.format(start)));
        lines.add("");
        lines.add("%11s  %-14s %-46s %8s  %s".formatted("after", "from", "what", "sent", "handled"));
        timeline.items().forEach(item -> lines.add(line(item, start)));
        lines.add("");
        lines.add(saga.map(Story::now).orElse("No saga of this id is known: it has not begun, or ended long ago."));
        if (!timeline.traces().isEmpty()) {
            lines.add("Traces: " + String.join(", ", timeline.traces()));
        }
        timeline.messages()
                .flatMap(message ->
                        message.in(TROUBLES).map(place -> trouble(message, place.getKey(), place.getValue())))
                .forEach(lines::add);
        return lines;
    }

    private static String line(Item item, Instant start) {
        String head = String.format(
                Locale.ROOT,
                "%9.3f s  %-14s %-46s",
                Duration.between(start, item.at()).toNanos() / 1e9,
                item.service(),
                item.what());
        return switch (item) {
            case Note note -> head.stripTrailing();
            case Message message ->
                "%s %8s  %s"
                        .formatted(
                                head,
                                message.sentAt()
                                        .map(sent -> after(message, sent))
                                        .orElse(""),
                                handled(message))
                        .stripTrailing();
        };
    }

    private static String handled(Message message) {
        return message.in(EnumSet.of(State.HANDLED))
                .sorted(Map.Entry.comparingByValue((one, other) -> one.at().compareTo(other.at())))
                .map(place ->
                        place.getKey() + " " + after(message, place.getValue().at()))
                .collect(Collectors.joining(", "));
    }

    private static String after(Message message, Instant then) {
        return String.format(
                Locale.ROOT, "+%d ms", Duration.between(message.at(), then).toMillis());
    }

    private static String now(Saga saga) {
        String reason = saga.failureReason().map(why -> ", because: " + why).orElse("");
        if (saga.isOver()) {
            return "The saga is " + saga.state() + reason + ".";
        }
        return "The saga is " + saga.state() + reason + ". It waits for the reply to '" + saga.step() + "', sent "
                + saga.attempts() + " times"
                + saga.deadline().map(then -> ", again at " + TIME.format(then)).orElse("")
                + saga.delayedSince()
                        .map(then -> "; delayed since " + TIME.format(then))
                        .orElse("")
                + saga.stuckSince()
                        .map(then -> "; stuck since " + TIME.format(then) + ": make saga-retry ID=..")
                        .orElse("")
                + ".";
    }

    private static String trouble(Message message, String service, Whereabouts place) {
        String what = message.what() + " of " + message.service();
        String why = place.problem().map(problem -> ": " + problem).orElse("");
        return switch (place.state()) {
            case DEAD ->
                "%s could not handle %s%s. See it: make dlq-show SERVICE=%s ID=%s; handle it again: make dlq-replay SERVICE=%s ID=%s"
                        .formatted(service, what, why, service, place.id(), service, place.id());
            case DISCARDED -> "%s will not handle %s, an operator discarded it%s".formatted(service, what, why);
            case REFUSED -> "Kafka rejected %s%s. It waits in the outbox of %s.".formatted(what, why, service);
            case WAITING ->
                "%s waits in the outbox of %s since %s: Kafka has not acknowledged it."
                        .formatted(what, service, TIME.format(place.at()));
            case HANDLED -> throw new IllegalArgumentException("a handled message is no trouble");
        };
    }
}
