package dev.mallbots.depot.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates bots up to the configured number; it never removes one. */
@ApplicationScoped
public class CommissionBots {

    private final Bots bots;
    private final int count;

    CommissionBots(Bots bots, @ConfigProperty(name = "mallbots.depot.bots", defaultValue = "3") int count) {
        this.bots = bots;
        this.count = count;
    }

    @WithTransaction
    public Uni<Void> handle() {
        return bots.commission(count);
    }
}
