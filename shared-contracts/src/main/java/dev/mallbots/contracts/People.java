package dev.mallbots.contracts;

/** The roles of those who come to the mall, as tokens say them and calls name them in {@code @RolesAllowed}. */
public final class People {

    /** Buys; of customers' things only their own are theirs. */
    public static final String CUSTOMER = "customer";

    /** Sells; of stores' things only their own are theirs. */
    public static final String STORE_OWNER = "store-owner";

    /** Works in the depot. */
    public static final String STAFF = "staff";

    private People() {}
}
