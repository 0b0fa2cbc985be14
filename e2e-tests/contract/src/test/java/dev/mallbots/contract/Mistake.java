package dev.mallbots.contract;

import java.util.Set;

/**
 * A request that must be refused, and why.
 *
 * @param address with its query
 * @param body as it goes over the wire; null for none
 * @param fields one of them must be named in the answer
 * @param kind what is wrong, in words
 */
record Mistake(Call call, String address, String body, Set<String> fields, String kind) {

    @Override
    public String toString() {
        String sent = body == null ? "no body" : body.length() > 300 ? body.substring(0, 300) + "..." : body;
        return "%s %s (%s), %s".formatted(call.method(), address, kind, sent).replaceAll("[^ -~]", "?");
    }
}
