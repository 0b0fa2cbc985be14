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
 * The caller of the current call, over HTTP or gRPC. The use case checks ownership here, where the owner is known; {@code @RolesAllowed} at
 * the call names the permitted roles.
 *
 * <p>Without a call, as in the handling of a message, every check fails.
 */
@ApplicationScoped
public class Caller {

    private final CurrentIdentityAssociation identities;

    Caller(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** The token's subject; empty for a caller without a token. */
    public String name() {
        SecurityIdentity identity = identities.getIdentity();
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }

    /**
     * The caller's own id, under which a customer's or owner's data is stored: the token's subject, or, if the subject is not a UUID, a
     * UUID derived from it, always the same.
     */
    public UUID id() {
        String subject = name();
        try {
            return UUID.fromString(subject);
        } catch (IllegalArgumentException notOne) {
            return UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The time at which the caller's token expires; empty without a token, when authentication is off. */
    public Optional<Instant> knownUntil() {
        return identities.getIdentity().getPrincipal() instanceof JsonWebToken token
                ? Optional.of(Instant.ofEpochSecond(token.getExpirationTime()))
                : Optional.empty();
    }

    public boolean is(String role) {
        return identities.getIdentity().hasRole(role);
    }

    /**
     * Passes for the owner, and for operators.
     *
     * @param owner the owner's id
     * @param roles further permitted roles
     * @throws ForbiddenException for any other caller
     */
    public void mustBe(UUID owner, String... roles) {
        boolean may = is(Roles.OPERATOR) || Arrays.stream(roles).anyMatch(this::is) || id().equals(owner);
        if (!may) {
            throw new ForbiddenException("this belongs to another owner");
        }
    }
}
