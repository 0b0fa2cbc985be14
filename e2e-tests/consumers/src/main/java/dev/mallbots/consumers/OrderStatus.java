package dev.mallbots.consumers;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The states of an order that clients show in words of their own. */
enum OrderStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("approved")
    APPROVED,
    @JsonProperty("rejected")
    REJECTED,
    @JsonProperty("in-progress")
    IN_PROGRESS,
    @JsonProperty("ready")
    READY,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("cancelled")
    CANCELLED,
    /** A state of a newer release. */
    @JsonEnumDefaultValue
    OTHER
}
