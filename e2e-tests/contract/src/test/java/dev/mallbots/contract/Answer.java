package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** @param body a missing node when it is no JSON; the first event's data of an answer that goes on */
record Answer(int status, String mediaType, JsonNode body) {

    static final String EVENTS = "text/event-stream";
}
