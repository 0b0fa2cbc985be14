package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class RememberCustomer {

    private final Contacts contacts;

    RememberCustomer(Contacts contacts) {
        this.contacts = contacts;
    }

    @WithTransaction
    public Uni<Void> handle(Contact contact, long sequence) {
        return contacts.keep(contact, sequence);
    }
}
