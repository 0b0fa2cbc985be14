package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests tokens from the fleet's issuer. */
final class Issuer {

    private static final int PATIENCE_MILLIS = 5000;

    private Issuer() {}

    static String token(String url, String username) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/token").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setDoOutput(true);
            try (OutputStream form = connection.getOutputStream()) {
                form.write("grant_type=password&username=%1$s&password=%1$s"
                        .formatted(URLEncoder.encode(username, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
            }
            return connection.getResponseCode() == 200
                    ? field(connection.getInputStream(), "access_token")
                    : refused(field(connection.getErrorStream(), "error_description"));
        } catch (IOException e) {
            throw new FleetFailure("No issuer of tokens answers at " + url + ": open the mall with make up.", e);
        }
    }

    private static String refused(String why) {
        throw new FleetFailure("No token: " + why + ".");
    }

    /** For a small answer without nested objects. */
    private static String field(InputStream answer, String name) throws IOException {
        try (answer) {
            String json = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
            return matcher.find() ? matcher.group(1) : json;
        }
    }
}
