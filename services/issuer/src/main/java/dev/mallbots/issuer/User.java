package dev.mallbots.issuer;

/**
 * Somebody who may have a token.
 *
 * @param username and password
 * @param subject by what the mall knows its things as theirs: a customer's id is its subject
 */
record User(String username, String name, String role, String subject) {}
