package dev.mallbots.contract;

/** Who makes a call. Those who are refused come first: what they are refused is still there for those who are let in. */
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
