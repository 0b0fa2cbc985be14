package dev.mallbots.platform.service.security;

/** Who may do what: the words that a token's roles are compared with, and that calls name in {@code @RolesAllowed}. */
public final class Roles {

    /** Buys; of customers' things only their own are theirs. */
    public static final String CUSTOMER = "customer";

    /** Sells; of stores' things only their own are theirs. */
    public static final String STORE_OWNER = "store-owner";

    /** Works in the depot. */
    public static final String STAFF = "staff";

    /** May do everything, and alone what is below {@code /api/ops}. */
    public static final String OPERATOR = "operator";

    /** Another service of the mall, which asks for itself and not for anybody. */
    public static final String SERVICE = "service";

    private Roles() {}
}
