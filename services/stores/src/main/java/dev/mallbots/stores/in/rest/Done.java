package dev.mallbots.stores.in.rest;

/** {@code {}}: done, without a result. */
public record Done() {}
