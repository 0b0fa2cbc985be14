package dev.mallbots.platform.fleet;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A minimal service for tests of the fleet: it listens on the given ports, is ready at the management port, returns its environment, and knows one user. */
public final class StandIn {

    private StandIn() {}

    public static void main(String[] args) throws Exception {
        if (System.getenv("MALLBOTS_DB_NAME") != null
                && System.getenv("MALLBOTS_DB_NAME").equals("broken")) {
            System.out.println("I can not live like this");
            System.exit(3);
        }
        System.getenv().forEach((name, value) -> System.out.println(name + "=" + value));
        HttpServer management = listen("MALLBOTS_MANAGEMENT_PORT");
        management.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        HttpServer server = listen("MALLBOTS_HTTP_PORT");
        server.createContext("/token", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes());
            boolean known = form.equals("grant_type=password&username=customer%3A7&password=customer%3A7");
            byte[] answer = (known
                            ? "{\"access_token\":\"a.b.c\",\"token_type\":\"Bearer\"}"
                            : "{\"error\":\"invalid_grant\",\"error_description\":\"there is nobody of that name\"}")
                    .getBytes();
            exchange.sendResponseHeaders(known ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        management.start();
    }

    private static HttpServer listen(String port) throws IOException {
        return HttpServer.create(
                new InetSocketAddress(System.getenv("MALLBOTS_HTTP_HOST"), Integer.parseInt(System.getenv(port))), 10);
    }
}
