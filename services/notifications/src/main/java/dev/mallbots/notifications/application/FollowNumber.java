package dev.mallbots.notifications.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class FollowNumber {

    private final Contacts contacts;

    FollowNumber(Contacts contacts) {
        this.contacts = contacts;
    }

    @WithTransaction
    public Uni<Void> handle(UUID customerId, String smsNumber, long sequence) {
        return contacts.changeNumber(customerId, smsNumber, sequence);
    }
}
