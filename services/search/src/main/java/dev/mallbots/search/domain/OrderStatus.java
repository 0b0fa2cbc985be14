package dev.mallbots.search.domain;

import java.util.Arrays;
import java.util.Optional;

/** The status of an order, as the words of the API. */
public enum OrderStatus {
    PENDING("pending"),
    APPROVED("approved"),
    REJECTED("rejected"),
    IN_PROGRESS("in-progress"),
    READY("ready"),
    COMPLETED("completed"),
    CANCELLED("cancelled");

    private final String word;

    OrderStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<OrderStatus> ofWord(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findAny();
    }
}
