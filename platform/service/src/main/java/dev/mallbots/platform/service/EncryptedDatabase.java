package dev.mallbots.platform.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How connections to PostgreSQL are encrypted: with {@code MALLBOTS_DB_CA}, a file of authorities in PEM, every one of them speaks TLS and
 * accepts a certificate of these authorities for the host's name only ({@code verify-full}). Without it none speaks TLS.
 */
final class EncryptedDatabase {

    private static final String CA = "MALLBOTS_DB_CA";

    private EncryptedDatabase() {}

    /** Keys of the reactive client, and {@code mallbots.database.tls}, the end of the address for JDBC. */
    static Map<String, String> defaults(Function<String, Optional<String>> settings) {
        Optional<String> authorities =
                settings.apply(CA).map(file -> Authorities.in(CA, file).toString());
        Map<String, String> defaults = new HashMap<>();
        defaults.put(
                "mallbots.database.tls",
                authorities.map(EncryptedDatabase::jdbc).orElse("?sslmode=disable"));
        authorities.ifPresent(file -> {
            defaults.put("mallbots.database.authorities", file);
            defaults.put("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full");
            defaults.put("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
            defaults.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
            defaults.put("quarkus.datasource.reactive.trust-certificate-pem.certs", file);
        });
        return defaults;
    }

    private static String jdbc(String file) {
        return "?sslmode=verify-full&sslrootcert=" + URLEncoder.encode(file, StandardCharsets.UTF_8);
    }
}
