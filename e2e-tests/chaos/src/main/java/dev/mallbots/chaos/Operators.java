package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Does what operators do about dead letters: lets go of what makes no sense, and has what waits behind it handled. */
final class Operators {

    private final Caller caller;

    Operators(Caller caller) {
        this.caller = caller;
    }

    void lookAfterDeadLetters(List<String> services) {
        for (String service : services) {
            for (JsonNode letter : list(caller, service, false)) {
                letGoOfRubbish(service, letter.path("id").asText());
            }
            caller.ask("POST", address(service) + "/replay", null);
        }
    }

    private void letGoOfRubbish(String service, String id) {
        // what we only said twice makes sense, and may be the copy that was kept
        boolean isRubbish = caller.read(address(service) + "/" + id)
                .map(letter -> letter.path("headers").path(Said.OURS).asText())
                .filter(mark -> !mark.isEmpty() && Said.Kind.valueOf(mark).isRubbish())
                .isPresent();
        if (isRubbish) {
            caller.ask("POST", address(service) + "/" + id + "/discard", "{\"reason\":\"it makes no sense\"}");
        }
    }

    /** @return ids of all that a service shows, those that were let go among them; a service that shows none breaks a promise by that */
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
