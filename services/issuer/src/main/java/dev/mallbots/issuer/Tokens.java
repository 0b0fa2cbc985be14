package dev.mallbots.issuer;

import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signs tokens with the claims that the services check. */
@ApplicationScoped
class Tokens {

    /** A working day, because a developer's client has no refresh token. */
    static final Duration LIFE = Duration.ofHours(12);

    private final SigningKey key;
    private final String issuer;
    private final String audience;

    Tokens(
            SigningKey key,
            @ConfigProperty(name = "mallbots.issuer.url") String issuer,
            @ConfigProperty(name = "mallbots.issuer.audience") String audience) {
        this.key = key;
        this.issuer = issuer;
        this.audience = audience;
    }

    String of(User user) {
        return Jwt.issuer(issuer)
                .subject(user.subject())
                .audience(audience)
                .groups(Set.of(user.role()))
                .claim("name", user.name())
                .expiresIn(LIFE)
                .jws()
                .keyId(key.id())
                .sign(key.privateKey());
    }
}
