package dev.mallbots.operations;

import dev.mallbots.operations.Saga.LogEntry;
import dev.mallbots.operations.Whereabouts.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened to an order in all services, in the order in which the messages were written.
 *
 * @param items oldest first
 * @param traces the ids of the events' traces, each once
 */
record Timeline(List<Item> items, List<String> traces) {

    private static final String ORCHESTRATOR = "order-saga";

    /** Either a message, or something that an orchestrator noted without one. */
    sealed interface Item {

        Instant at();

        String service();

        String what();
    }

    record Note(Instant at, String service, String what) implements Item {}

    /**
     * @param at when its sender wrote it
     * @param service the sender
     * @param what an event's name, or the step of a command or a reply
     * @param places where it is now, by service
     */
    record Message(UUID id, Instant at, String service, String what, Map<String, Whereabouts> places) implements Item {

        /** When the broker got it; empty if that is not known. */
        Optional<Instant> sentAt() {
            return places.values().stream()
                    .flatMap(place -> place.sentAt().stream())
                    .min(Comparator.naturalOrder());
        }

        Stream<Map.Entry<String, Whereabouts>> in(Set<State> states) {
            return places.entrySet().stream()
                    .filter(place -> states.contains(place.getValue().state()));
        }
    }

    /** The ids of all messages that the trail and the saga's log know. */
    static List<UUID> ids(List<Event> events, Optional<Saga> saga) {
        return Stream.concat(events.stream().map(Event::id), log(saga).flatMap(entry -> entry.messageId().stream()))
                .distinct()
                .toList();
    }

    /** @param places what each service knows of these messages */
    static Timeline of(List<Event> events, Optional<Saga> saga, Map<String, List<Whereabouts>> places) {
        Map<UUID, Map<String, Whereabouts>> byMessage = byMessage(places);
        Set<UUID> ofEvents = events.stream().map(Event::id).collect(Collectors.toSet());
        List<Item> items = new ArrayList<>();
        events.forEach(event -> items.add(message(event.id(), event.time(), event.service(), event.name(), byMessage)));
        log(saga)
                .filter(entry -> entry.messageId().filter(ofEvents::contains).isEmpty())
                .map(entry -> item(entry, saga.orElseThrow(), byMessage))
                .forEach(items::add);
        items.sort(Comparator.comparing(Item::at));
        List<String> traces = events.stream()
                .flatMap(event -> event.traceId().stream())
                .distinct()
                .toList();
        return new Timeline(List.copyOf(items), traces);
    }

    Stream<Message> messages() {
        return items.stream().filter(Message.class::isInstance).map(Message.class::cast);
    }

    private static Stream<LogEntry> log(Optional<Saga> saga) {
        return saga.stream().flatMap(one -> one.log().stream());
    }

    private static Map<UUID, Map<String, Whereabouts>> byMessage(Map<String, List<Whereabouts>> places) {
        Map<UUID, Map<String, Whereabouts>> byMessage = new TreeMap<>();
        places.forEach((service, found) -> found.forEach(place ->
                byMessage.computeIfAbsent(place.id(), id -> new TreeMap<>()).put(service, place)));
        return byMessage;
    }

    private static Item item(LogEntry entry, Saga saga, Map<UUID, Map<String, Whereabouts>> byMessage) {
        String what = words(entry);
        if (entry.messageId().isEmpty()) {
            return new Note(entry.at(), ORCHESTRATOR, what);
        }
        UUID id = entry.messageId().get();
        if (entry.isCommand()) {
            return message(id, entry.at(), ORCHESTRATOR, what, byMessage);
        }
        Message reply = message(id, entry.at(), replier(entry, saga, byMessage), what, byMessage);
        // its own time is not in the log: the broker's is the nearest one
        return new Message(id, reply.sentAt().orElse(entry.at()), reply.service(), what, reply.places());
    }

    private static Message message(
            UUID id, Instant at, String sender, String what, Map<UUID, Map<String, Whereabouts>> byMessage) {
        return new Message(id, at, sender, what, byMessage.getOrDefault(id, Map.of()));
    }

    /** The service that has handled the last command of the step before the reply came. */
    private static String replier(LogEntry reply, Saga saga, Map<UUID, Map<String, Whereabouts>> byMessage) {
        return saga.log().stream()
                .filter(LogEntry::isCommand)
                .filter(command ->
                        command.step().equals(reply.step()) && !command.at().isAfter(reply.at()))
                .flatMap(command -> command.messageId().stream())
                .flatMap(id -> byMessage.getOrDefault(id, Map.of()).entrySet().stream())
                .filter(place -> place.getValue().state() == State.HANDLED)
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later)
                .orElse("?");
    }

    private static String words(LogEntry entry) {
        String step = entry.step().map(name -> "'" + name + "'").orElse("the order");
        String detail = entry.detail().isEmpty() ? "" : ": " + entry.detail();
        return switch (entry.what()) {
            case "COMMAND_SENT" -> "command " + step;
            case "COMMAND_SENT_AGAIN" -> "command " + step + ", again";
            case "COMPENSATION_SENT" -> "undo " + step;
            case "COMPENSATION_SENT_AGAIN" -> "undo " + step + ", again";
            case "STEP_DONE" -> "reply to " + step + ": done";
            case "STEP_REFUSED" -> "reply to " + step + ": refused" + detail;
            case "COMPENSATION_DONE" -> "reply to undo " + step + ": done";
            case "COMPENSATION_REFUSED" -> "reply to undo " + step + ": refused" + detail;
            default ->
                entry.what().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + entry.step().map(name -> " (" + name + ")").orElse("")
                        + detail;
        };
    }
}
