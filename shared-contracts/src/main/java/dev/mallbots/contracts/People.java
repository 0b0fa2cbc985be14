package dev.mallbots.contracts;

/** The roles of the mall's users, as in their tokens and in {@code @RolesAllowed}. */
public final class People {

    /** Buys; may access only her own customer data. */
    public static final String CUSTOMER = "customer";

    /** Sells; may change only the stores that this person owns. */
    public static final String STORE_OWNER = "store-owner";

    /** Works in the depot. */
    public static final String STAFF = "staff";

    private People() {}
}
