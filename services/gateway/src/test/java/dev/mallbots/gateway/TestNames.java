package dev.mallbots.gateway;

import io.quarkus.security.credential.Credential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.Permission;
import java.security.Principal;
import java.util.Map;
import java.util.Set;

/** Whoever says a name in {@code X-Test-Name} has it, as if a token had proved it. */
@Singleton
class TestNames {

    void register(@Observes Router router) {
        router.route().order(-200).handler(TestNames::believe);
    }

    private static void believe(RoutingContext exchange) {
        String name = exchange.request().getHeader("X-Test-Name");
        if (name != null) {
            exchange.setUser(new QuarkusHttpUser(new Named(() -> name)));
        }
        exchange.next();
    }

    private record Named(Principal getPrincipal) implements SecurityIdentity {

        @Override
        public boolean isAnonymous() {
            return false;
        }

        @Override
        public Set<String> getRoles() {
            return Set.of();
        }

        @Override
        public boolean hasRole(String role) {
            return false;
        }

        @Override
        public <T extends Credential> T getCredential(Class<T> type) {
            return null;
        }

        @Override
        public Set<Credential> getCredentials() {
            return Set.of();
        }

        @Override
        public <T> T getAttribute(String name) {
            return null;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Set<Permission> getPermissions() {
            return Set.of();
        }

        @Override
        public Uni<Boolean> checkPermission(Permission permission) {
            return Uni.createFrom().item(false);
        }
    }
}
