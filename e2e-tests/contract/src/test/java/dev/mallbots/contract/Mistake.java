package dev.mallbots.contract;

import java.util.Set;

/**
 * A request that must be refused, and the reason.
 *
 * @param address with its query
 * @param body the sent text; null for none
 * @param fields the answer must name one of them
 * @param kind a description of the fault
 */
record Mistake(Call call, String address, String body, Set<String> fields, String kind) {

    @Override
    public String toString() {
        String sent = body == null ? "no body" : body.length() > 300 ? body.substring(0, 300) + "..." : body;
        return "%s %s (%s), %s".formatted(call.method(), address, kind, sent).replaceAll("[^ -~]", "?");
    }
}
