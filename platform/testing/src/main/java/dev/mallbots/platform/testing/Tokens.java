package dev.mallbots.platform.testing;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Bearer tokens for tests of a service, in the form of a real issuer, signed by a key that the service under test trusts. */
public final class Tokens {

    private static final String ISSUER = "https://issuer.test";
    private static final String AUDIENCE = "mallbots";
    private static final String PRIVATE_KEY = "mallbots.test.private-key";

    private Tokens() {}

    /** The token of an operator. */
    public static String operator() {
        return of("the-operator", "operator");
    }

    /** @param id the customer's id, as the token's subject */
    public static String customer(UUID id) {
        return of(id.toString(), "customer");
    }

    public static String storeOwner(UUID id) {
        return of(id.toString(), "store-owner");
    }

    public static String staff() {
        return of("somebody-of-the-staff", "staff");
    }

    /** @param name the name of a service of the mall */
    public static String service(String name) {
        return of("service:" + name, "service");
    }

    /** Valid for an hour. */
    public static String of(String subject, String... roles) {
        return signed(claims(subject, roles));
    }

    /** The claims of a valid token, for tests that change them. */
    public static JwtClaimsBuilder claims(String subject, String... roles) {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .groups(Set.of(roles))
                .expiresIn(Duration.ofHours(1));
    }

    /** Signed by the key that the service trusts. */
    public static String signed(JwtClaimsBuilder claims) {
        return claims.sign(privateKey(ConfigProvider.getConfig().getValue(PRIVATE_KEY, String.class)));
    }

    /** For a gRPC client: {@code stub.withInterceptors(Tokens.on(Tokens.operator()))}. */
    public static ClientInterceptor on(String token) {
        return MetadataUtils.newAttachHeadersInterceptor(metadata(token));
    }

    /** For a gRPC client that was injected: {@code GrpcClientUtils.attachHeaders(client, Tokens.metadata(..))}. */
    public static Metadata metadata(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return headers;
    }

    /** The settings that make a service trust these tokens. */
    static Map<String, String> configuration() {
        KeyPair keys = newKeys();
        return Map.of(
                "MALLBOTS_MODE",
                "development",
                "quarkus.oidc.public-key",
                inBase64(keys.getPublic().getEncoded()),
                "quarkus.oidc.token.issuer",
                ISSUER,
                PRIVATE_KEY,
                inBase64(keys.getPrivate().getEncoded()));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(String encoded) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String inBase64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
