package dev.mallbots.issuer;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The client's credentials, from the Authorization header or the form: RFC 6749, section 2.3.1. */
record ClientCredentials(String id, String secret) {

    private static final String BASIC = "Basic ";

    static ClientCredentials of(MultivaluedMap<String, String> form, String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? decoded(authorization.substring(BASIC.length()))
                : new ClientCredentials(field(form, "client_id"), field(form, "client_secret"));
    }

    private static ClientCredentials decoded(String pair) {
        try {
            String[] words = new String(Base64.getDecoder().decode(pair.strip()), StandardCharsets.UTF_8).split(":", 2);
            return new ClientCredentials(plain(words[0]), plain(words.length == 2 ? words[1] : ""));
        } catch (IllegalArgumentException e) {
            return new ClientCredentials("", "");
        }
    }

    private static String plain(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static String field(MultivaluedMap<String, String> form, String name) {
        String value = form.getFirst(name);
        return value == null ? "" : value;
    }
}
