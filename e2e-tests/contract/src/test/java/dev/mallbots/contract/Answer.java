package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** @param body a missing node when it is no JSON */
record Answer(int status, String mediaType, JsonNode body) {}
