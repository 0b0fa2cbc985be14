package dev.mallbots.contract;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** The tokens of the tests: those that the issuer gives, and forgeries. */
final class Badges {

    private static final String AUDIENCE = "mallbots";

    private final Mall mall = Mall.get();
    private final UUID customer;
    private final UUID storeOwner;
    private final UUID anotherCustomer = UUID.randomUUID();
    private final UUID anotherStoreOwner = UUID.randomUUID();
    private final PublicJsonWebKey issuersKey = issuersKey();
    private final Map<Who, Optional<String>> shown = new EnumMap<>(Who.class);

    Badges(UUID customer, UUID storeOwner) {
        this.customer = customer;
        this.storeOwner = storeOwner;
    }

    /** Null for no token. */
    String of(Who who) {
        return shown.computeIfAbsent(who, this::made).orElse(null);
    }

    private Optional<String> made(Who who) {
        return Optional.ofNullable(tokenOf(who));
    }

    private String tokenOf(Who who) {
        return switch (who) {
            case NOBODY -> null;
            case NONSENSE -> "nonsense";
            case EXPIRED -> signed(claims().expiresIn(Duration.ofHours(-1)), issuersKey.getPrivateKey());
            case WRONG_ISSUER -> signed(claims().issuer("http://127.0.0.1:1"), issuersKey.getPrivateKey());
            case WRONG_AUDIENCE -> signed(claims().audience("another-system"), issuersKey.getPrivateKey());
            case BAD_SIGNATURE -> signed(claims(), anotherKey());
            case NO_SIGNATURE -> unsigned();
            case SERVICE ->
                mall.askForToken("client_credentials", "client_id", "baskets", "client_secret", secretOfServices());
            case THE_CUSTOMER -> mall.tokenOf("customer:" + customer);
            case ANOTHER_CUSTOMER -> mall.tokenOf("customer:" + anotherCustomer);
            case THE_STORE_OWNER -> mall.tokenOf("store-owner:" + storeOwner);
            case ANOTHER_STORE_OWNER -> mall.tokenOf("store-owner:" + anotherStoreOwner);
            case STAFF -> mall.tokenOf("staff");
            case OPERATOR -> mall.tokenOf("operator");
        };
    }

    /** An operator's claims: a service that accepted the forged token would permit every call. */
    private JwtClaimsBuilder claims() {
        return Jwt.issuer(mall.url("issuer"))
                .subject("olga")
                .audience(AUDIENCE)
                .groups(Set.of("operator"))
                .expiresIn(Duration.ofHours(1));
    }

    private String signed(JwtClaimsBuilder claims, PrivateKey key) {
        return claims.jws().keyId(issuersKey.getKeyId()).sign(key);
    }

    /** The claims of an operator's token, under a header that says that the token is not signed. */
    private String unsigned() {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + mall.tokenOf("operator").split("\\.")[1] + ".";
    }

    private static PublicJsonWebKey issuersKey() {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(
                    Files.readString(Mall.home().resolve("issuer").resolve("key.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey anotherKey() {
        try {
            return RsaJwkGenerator.generateJwk(2048).getPrivateKey();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String secretOfServices() {
        Properties credentials = new Properties();
        try (var file = Files.newBufferedReader(Mall.home().resolve("credentials"))) {
            credentials.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return credentials.getProperty("client-secret");
    }
}
