package dev.mallbots.platform.service.security;

/**
 * The roles that the building blocks themselves know, as tokens say them and calls name them in {@code @RolesAllowed}; those of a business
 * are words of its own.
 */
public final class Roles {

    /** May do everything, and alone what is below {@code /api/ops}. */
    public static final String OPERATOR = "operator";

    /** Another service, which asks for itself and not for anybody. */
    public static final String SERVICE = "service";

    private Roles() {}
}
