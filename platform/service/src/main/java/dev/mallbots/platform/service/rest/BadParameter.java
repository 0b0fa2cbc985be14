package dev.mallbots.platform.service.rest;

import jakarta.ws.rs.BadRequestException;

/** A path or query parameter that can't be read; the request shows which one. */
final class BadParameter extends BadRequestException {

    private final String value;

    BadParameter(String value, String message) {
        super(message);
        this.value = value;
    }

    String value() {
        return value;
    }
}
