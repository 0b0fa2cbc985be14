package dev.mallbots.gateway.routing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Maps addresses to services. Other addresses can't be reached from outside. */
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

    /** Server-sent events: such a response continues until one side ends it. */
    private static final Pattern STREAMS = Pattern.compile("/api/ordering/[^/]+/updates");

    /** The requests that begin a visit: reading stores, registering, starting a basket, searching orders, ordering without a basket. */
    private static final Pattern BEGINNINGS = Pattern.compile(
            "GET /api/stores(/.*)?|POST /api/customers|POST /api/baskets|POST /api/search/orders|POST /api/ordering");

    private Routes() {}

    /** The routed services, each once. */
    public static List<String> services() {
        return ALL.stream().map(Route::service).distinct().toList();
    }

    /** @param path normalized: without dot segments, double slashes or unnecessary escapes */
    public static Optional<String> serviceOf(String path) {
        return ALL.stream()
                .filter(route -> route.covers(path))
                .map(Route::service)
                .findFirst();
    }

    /** Whether the response is a stream, and so has its own connection. */
    public static boolean isStream(String path) {
        return STREAMS.matcher(path).matches();
    }

    /** Whether a request begins a visit, rather than continuing one. */
    public static boolean beginsVisit(String method, String path) {
        return BEGINNINGS.matcher(method + " " + path).matches();
    }
}
