package dev.mallbots.gateway.routing;

/**
 * All addresses at and below a prefix belong to one service.
 *
 * @param prefix whole segments: {@code /api/stores} is not {@code /api/storesx}
 * @param service the service's name
 */
public record Route(String prefix, String service) {

    boolean covers(String path) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
