package dev.mallbots.stores.in.rest;

/** {@code {}}: it was done, and there is nothing to tell. */
public record Done() {}
