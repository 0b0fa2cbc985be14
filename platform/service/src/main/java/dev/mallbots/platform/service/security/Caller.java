package dev.mallbots.platform.service.security;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who makes the call in hand, over HTTP or gRPC. What only its owner may do is asked here by the use case, where the owner is known;
 * which roles may call at all stands at the call, as {@code @RolesAllowed}.
 *
 * <p>Where there is no call, as in the handling of a message, nobody is who he must be: every check fails.
 */
@ApplicationScoped
public class Caller {

    private final CurrentIdentityAssociation identities;

    Caller(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** The token's subject; empty for somebody who showed no token. */
    public String name() {
        SecurityIdentity identity = identities.getIdentity();
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }

    /**
     * The caller's own id, under which a customer's or owner's things are kept: the token's subject, as all issuers that we know make
     * it, or, where the subject is no UUID, one that is made of it and always the same.
     */
    public UUID id() {
        String subject = name();
        try {
            return UUID.fromString(subject);
        } catch (IllegalArgumentException notOne) {
            return UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** When the caller's token expires; empty where none was shown, since none is asked for. */
    public Optional<Instant> knownUntil() {
        return identities.getIdentity().getPrincipal() instanceof JsonWebToken token
                ? Optional.of(Instant.ofEpochSecond(token.getExpirationTime()))
                : Optional.empty();
    }

    public boolean is(String role) {
        return identities.getIdentity().hasRole(role);
    }

    /**
     * Lets pass whoever owns the thing, and operators.
     *
     * @param owner whose it is
     * @param roles who may besides
     * @throws ForbiddenException for anybody else
     */
    public void mustBe(UUID owner, String... roles) {
        boolean may = is(Roles.OPERATOR) || Arrays.stream(roles).anyMatch(this::is) || id().equals(owner);
        if (!may) {
            throw new ForbiddenException("this is somebody else's");
        }
    }
}
