import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the service in this container whether it takes work, and ends with exit code 0 where it does. Nothing but a socket:
 * the JDK's HTTP client would cost four times as much, and the image has no shell and no curl.
 */
final class HealthCheck {

    private static final int PATIENCE_MILLIS = 2000;

    private HealthCheck() {}

    /** @param path what to ask, for example {@code /q/health/ready} */
    public static void main(String[] path) throws IOException {
        String port = System.getenv().getOrDefault("MALLBOTS_MANAGEMENT_PORT", "9000");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path[0] + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            if (!answer.endsWith(" 200")) {
                System.err.println(path[0] + " on port " + port + " answered " + answer);
                System.exit(1);
            }
        }
    }
}
