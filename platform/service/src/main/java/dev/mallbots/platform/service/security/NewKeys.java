package dev.mallbots.platform.service.security;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Lets a token with an unknown key wait until the key is known. Quarkus then requests the issuer's keys, but for one caller only and not
 * again soon after. Without this class, callers during the request would be refused, and so would every caller with a new key while other
 * callers send tokens with keys that do not exist.
 */
@ApplicationScoped
public class NewKeys implements HttpAuthenticationMechanism {

    /** Longer than {@code quarkus.oidc.token.forced-jwk-refresh-interval}, so that the keys have been requested since. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final OidcAuthenticationMechanism tokens;

    NewKeys(OidcAuthenticationMechanism tokens) {
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager providers) {
        return authenticate(exchange, providers, Instant.now().plus(PATIENCE));
    }

    private Uni<SecurityIdentity> authenticate(
            RoutingContext exchange, IdentityProviderManager providers, Instant giveUp) {
        return tokens.authenticate(exchange, providers)
                .onFailure(failure -> isOfUnknownKey(failure) && Instant.now().isBefore(giveUp))
                .recoverWithUni(() -> pause(exchange).chain(() -> authenticate(exchange, providers, giveUp)));
    }

    /** Uses Vert.x timers, which return to the request's own context; Mutiny's timers don't. */
    private static Uni<Void> pause(RoutingContext exchange) {
        return Uni.createFrom()
                .emitter(paused -> exchange.vertx().setTimer(LOOK_AGAIN.toMillis(), timer -> paused.complete(null)));
    }

    private static boolean isOfUnknownKey(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(UnresolvableKeyException.class::isInstance);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return HttpAuthenticationMechanism.DEFAULT_PRIORITY + 400;
    }
}
