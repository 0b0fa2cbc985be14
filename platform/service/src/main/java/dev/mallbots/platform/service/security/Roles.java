package dev.mallbots.platform.service.security;

/**
 * The roles that the platform itself uses, as in tokens and in {@code @RolesAllowed}; business roles are defined elsewhere.
 */
public final class Roles {

    /** May do everything, and alone may use {@code /api/ops}. */
    public static final String OPERATOR = "operator";

    /** Another service, which calls with its own identity. */
    public static final String SERVICE = "service";

    private Roles() {}
}
