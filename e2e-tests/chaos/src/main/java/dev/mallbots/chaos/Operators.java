package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Handles dead letters as operators do, in rounds: discards the unreadable ones, and replays the valid ones with those that wait for them.
 */
final class Operators implements Runnable {

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(20);

    private final Caller caller;
    private final Ledger ledger;
    private final List<String> services;
    private final boolean sendAgain;
    private final Instant end;

    /**
     * @param sendAgain false: valid letters are not replayed
     * @param end the end of the rounds
     */
    Operators(Caller caller, Ledger ledger, List<String> services, boolean sendAgain, Instant end) {
        this.caller = caller;
        this.ledger = ledger;
        this.services = services;
        this.sendAgain = sendAgain;
        this.end = end;
    }

    @Override
    public void run() {
        while (Instant.now().plus(BETWEEN_ROUNDS).isBefore(end)) {
            Caller.sleep(BETWEEN_ROUNDS);
            lookAfterDeadLetters();
        }
    }

    /** @return whether a letter was replayed or discarded, so that another round is useful */
    boolean lookAfterDeadLetters() {
        boolean changed = false;
        for (String service : services) {
            List<JsonNode> letters = list(caller, service, false);
            if (!letters.isEmpty()) {
                for (JsonNode letter : letters) {
                    changed |= letGoOfRubbish(service, letter.path("id").asText());
                }
                changed |= sendAgain && handleTheRest(service);
            }
        }
        return changed;
    }

    private boolean handleTheRest(String service) {
        int handled = caller.ask("POST", address(service) + "/replay", null)
                .map(outcome -> outcome.path("handled").asInt())
                .orElse(0);
        for (int letter = 0; letter < handled; letter++) {
            ledger.count("dead letters handled when they were sent again");
        }
        return handled > 0;
    }

    private boolean letGoOfRubbish(String service, String id) {
        // a repeated message is valid, and may be the stored copy
        boolean isRubbish = caller.read(address(service) + "/" + id)
                .map(letter -> letter.path("headers").path(Said.OURS).asText())
                .filter(mark -> !mark.isEmpty() && Said.Kind.valueOf(mark).isRubbish())
                .isPresent();
        return isRubbish
                && caller.ask("POST", address(service) + "/" + id + "/discard", "{\"reason\":\"it makes no sense\"}")
                        .isPresent();
    }

    /** @return the ids of all dead letters that a service lists, including discarded ones; a service that lists none breaks a promise */
    static Set<String> shownTo(Caller caller, String service) {
        Set<String> ids = new HashSet<>();
        for (boolean discarded : List.of(false, true)) {
            list(caller, service, discarded)
                    .forEach(letter -> ids.add(letter.path("id").asText()));
        }
        return ids;
    }

    private static List<JsonNode> list(Caller caller, String service, boolean discarded) {
        List<JsonNode> letters = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = caller.read(address(service) + "?limit=500&discarded=" + discarded + next)
                    .orElse(Shop.json());
            page.path("deadLetters").forEach(letters::add);
            next = page.hasNonNull("next") ? "&next=" + page.path("next").asText() : "";
        } while (!next.isEmpty());
        return letters;
    }

    private static String address(String service) {
        return "/api/ops/" + service + "/dead-letters";
    }
}
