package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** @param body a missing node if it is no JSON; of a stream, the data of the first event */
record Answer(int status, String mediaType, JsonNode body) {

    static final String EVENTS = "text/event-stream";
}
