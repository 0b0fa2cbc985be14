package dev.mallbots.platform.service.security;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * With {@code MALLBOTS_AUTH=off} every caller is an operator, for clients that send no token. {@link SafeSetup} forbids this in production.
 */
@ApplicationScoped
public class OpenMall implements HttpAuthenticationMechanism {

    private static final SecurityIdentity ANYBODY = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("anybody"))
            .addRole(Roles.OPERATOR)
            .build();

    private final boolean open;

    OpenMall(@ConfigProperty(name = "mallbots.auth.required") boolean required) {
        this.open = !required;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager providers) {
        return open ? Uni.createFrom().item(ANYBODY) : Uni.createFrom().nullItem();
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
        return HttpAuthenticationMechanism.DEFAULT_PRIORITY + 1_000;
    }
}
