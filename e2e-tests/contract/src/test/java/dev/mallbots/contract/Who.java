package dev.mallbots.contract;

/** The callers. Those who are refused come first, because the object still exists for the later ones. */
enum Who {
    NOBODY,
    NONSENSE,
    EXPIRED,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    BAD_SIGNATURE,
    NO_SIGNATURE,
    SERVICE,
    ANOTHER_CUSTOMER,
    ANOTHER_STORE_OWNER,
    STAFF,
    THE_CUSTOMER,
    THE_STORE_OWNER,
    OPERATOR
}
