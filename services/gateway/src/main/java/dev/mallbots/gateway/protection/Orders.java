package dev.mallbots.gateway.protection;

/**
 * The order of the route handlers. Quarkus refuses foreign origins at -300, authenticates at -200, and checks permissions at -100;
 * unreadable requests are refused at the smallest number + 10, before any handler reads the path; JAX-RS and our own routes are at 0 and
 * after.
 */
final class Orders {

    static final int REQUEST_METERS = Integer.MIN_VALUE + 3;
    static final int HEAD_ARRIVED = Integer.MIN_VALUE + 4;
    static final int ANSWER_HEADERS = Integer.MIN_VALUE + 5;
    static final int REQUEST_SIZE = Integer.MIN_VALUE + 11;
    static final int INSIDE = Integer.MIN_VALUE + 12;
    static final int ORIGINS = -310;
    static final int ADDRESS_LIMIT = -250;
    static final int CLIENT_LIMIT = -50;
    static final int LOAD_SHEDDING = -40;

    private Orders() {}
}
