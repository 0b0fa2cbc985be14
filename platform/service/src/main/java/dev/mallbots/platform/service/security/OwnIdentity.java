package dev.mallbots.platform.service.security;

import dev.mallbots.platform.kernel.Unavailable;
import io.grpc.Metadata;
import io.quarkus.grpc.GrpcClientUtils;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets a service call another one with its own identity, and not with its caller's: with a token that the issuer gives for the service's
 * own credentials, and which is used until shortly before it expires.
 */
@ApplicationScoped
public class OwnIdentity {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final OidcClient issuer;
    private final boolean given;
    private final TokensHelper tokens = new TokensHelper();

    /** @param given whether the service has credentials of its own; without any it calls without a token */
    public OwnIdentity(OidcClient issuer, @ConfigProperty(name = "quarkus.oidc-client.client-enabled") boolean given) {
        this.issuer = issuer;
        this.given = given;
    }

    /**
     * Makes a call with the service's token, unless authentication is off.
     *
     * @param client an injected {@code @GrpcClient}
     * @param call the call to make
     * @return fails with {@link Unavailable} if no token can be obtained, else as the call does
     */
    public <C, A> Uni<A> calling(C client, Function<C, Uni<A>> call) {
        if (!given) {
            return call.apply(client);
        }
        return token().onFailure()
                .transform(failure -> new Unavailable("the issuer of tokens", failure))
                .chain(own -> call.apply(GrpcClientUtils.attachHeaders(client, bearer(own.getAccessToken()))));
    }

    /**
     * Many callers may wait for the same token, and would all continue on the context of the first: in its session, its transaction, its
     * identity. Each must continue on its own context.
     */
    private Uni<Tokens> token() {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<Tokens> token = tokens.getTokens(issuer);
            return caller == null ? token : token.emitOn(next -> caller.runOnContext(turn -> next.run()));
        });
    }

    private static Metadata bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return headers;
    }
}
