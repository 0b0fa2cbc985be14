package dev.mallbots.platform.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.service.grpc.probe.ProbeGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OwnIdentityTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final ManagedChannel NOWHERE =
            ManagedChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();

    private final CompletableFuture<UniEmitter<? super Tokens>> asked = new CompletableFuture<>();
    private final OwnIdentity identity = new OwnIdentity(issuer(), true);

    @AfterAll
    static void close() {
        VERTX.close();
        NOWHERE.shutdownNow();
    }

    @Test
    void callers_that_wait_for_the_same_token_each_continue_on_their_own_context() throws Exception {
        List<Context> callers = new ArrayList<>();
        List<CompletableFuture<Context>> wentOn = new ArrayList<>();
        Context eventLoop = VERTX.getOrCreateContext();
        for (int request = 0; request < 3; request++) {
            Context caller = VertxContext.createNewDuplicatedContext(eventLoop);
            callers.add(caller);
            wentOn.add(call(caller));
        }

        asked.get(10, TimeUnit.SECONDS)
                .complete(new Tokens("token", Long.MAX_VALUE / 2_000, null, null, null, null, "client"));

        for (int request = 0; request < 3; request++) {
            assertThat(wentOn.get(request).get(10, TimeUnit.SECONDS)).isSameAs(callers.get(request));
        }
    }

    private CompletableFuture<Context> call(Context caller) {
        CompletableFuture<Context> wentOn = new CompletableFuture<>();
        CompletableFuture<Void> called = new CompletableFuture<>();
        caller.runOnContext(turn -> {
            identity.calling(
                            ProbeGrpc.newFutureStub(NOWHERE),
                            stub -> Uni.createFrom().item(Vertx::currentContext))
                    .subscribe()
                    .with(wentOn::complete, wentOn::completeExceptionally);
            called.complete(null);
        });
        called.join();
        return wentOn;
    }

    /** Answers when the test tells it to, and is called once. */
    private OidcClient issuer() {
        Uni<Tokens> later = Uni.createFrom().<Tokens>emitter(asked::complete);
        return (OidcClient) Proxy.newProxyInstance(
                OidcClient.class.getClassLoader(),
                new Class<?>[] {OidcClient.class},
                (proxy, method, arguments) -> Map.of("getTokens", later).get(method.getName()));
    }
}
