package dev.mallbots.gateway.routing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which service answers which address. What is not here can't be reached from outside. */
public final class Routes {

    public static final List<Route> ALL = List.of(
            new Route("/api/stores", "stores"),
            new Route("/api/customers", "customers"),
            new Route("/api/baskets", "baskets"),
            new Route("/api/ordering", "ordering"),
            new Route("/api/payments", "payments"),
            new Route("/api/depot", "depot"),
            new Route("/api/notifications", "notifications"),
            new Route("/api/search", "search"),
            new Route("/api/analytics", "analytics"),
            new Route("/api/audit", "analytics"),
            new Route("/api/ops/sagas", "order-saga"),
            new Route("/api/ops/stores", "stores"),
            new Route("/api/ops/customers", "customers"),
            new Route("/api/ops/baskets", "baskets"),
            new Route("/api/ops/ordering", "ordering"),
            new Route("/api/ops/payments", "payments"),
            new Route("/api/ops/depot", "depot"),
            new Route("/api/ops/order-saga", "order-saga"),
            new Route("/api/ops/notifications", "notifications"),
            new Route("/api/ops/search", "search"),
            new Route("/api/ops/analytics", "analytics"));

    /** Server-sent events: such an answer goes on until somebody ends it. */
    private static final Pattern STREAMS = Pattern.compile("/api/ordering/[^/]+/updates");

    /** What a visit begins with: looking at shops, becoming a customer, taking a basket, looking for orders, ordering outright. */
    private static final Pattern BEGINNINGS = Pattern.compile(
            "GET /api/stores(/.*)?|POST /api/customers|POST /api/baskets|POST /api/search/orders|POST /api/ordering");

    private Routes() {}

    /** The services that are reached through here, each once. */
    public static List<String> services() {
        return ALL.stream().map(Route::service).distinct().toList();
    }

    /** @param path normalized: without dots, double slashes or needless escapes */
    public static Optional<String> serviceOf(String path) {
        return ALL.stream()
                .filter(route -> route.covers(path))
                .map(Route::service)
                .findFirst();
    }

    /** Whether the answer goes on until somebody ends it, and so keeps its connection for itself. */
    public static boolean isStream(String path) {
        return STREAMS.matcher(path).matches();
    }

    /** Whether a request begins something new, rather than going on with what was begun. */
    public static boolean beginsVisit(String method, String path) {
        return BEGINNINGS.matcher(method + " " + path).matches();
    }
}
