package dev.mallbots.issuer;

/**
 * A user of the issuer.
 *
 * @param username the username, which is also the password
 * @param subject the token's subject; services recognise the user as the owner of data by it: a customer's id is its subject
 */
record User(String username, String name, String role, String subject) {}
