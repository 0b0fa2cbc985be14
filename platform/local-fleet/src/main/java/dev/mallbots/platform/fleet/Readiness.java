package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Polls the readiness of a service. */
final class Readiness {

    private static final int PATIENCE_MILLIS = 2000;

    private Readiness() {}

    /** A release before the management port, from which an upgrade starts, has its health on the public port. */
    static boolean of(Roster roster, Instance instance) {
        return isTold(roster.managementPort(instance)) || isTold(roster.port(instance));
    }

    private static boolean isTold(int port) {
        if (!Ports.answers(port)) {
            return false;
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + Ports.LOOPBACK + ":" + port + "/q/health/ready")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
