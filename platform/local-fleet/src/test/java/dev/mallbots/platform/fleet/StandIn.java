package dev.mallbots.platform.fleet;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/** What a service looks like to the fleet: it listens on the given port, and is ready or not. */
public final class StandIn {

    private StandIn() {}

    public static void main(String[] args) throws Exception {
        if (System.getenv("MALLBOTS_DB_NAME") != null
                && System.getenv("MALLBOTS_DB_NAME").equals("broken")) {
            System.out.println("I can not live like this");
            System.exit(3);
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        System.getenv("MALLBOTS_HTTP_HOST"), Integer.parseInt(System.getenv("MALLBOTS_HTTP_PORT"))),
                10);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
