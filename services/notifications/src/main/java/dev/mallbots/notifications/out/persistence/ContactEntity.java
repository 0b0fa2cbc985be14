package dev.mallbots.notifications.out.persistence;

import dev.mallbots.notifications.domain.Contact;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity(name = "Contact")
@Table(name = "contacts")
class ContactEntity {

    @Id
    @Column(name = "customer_id")
    UUID customerId;

    String name;

    @Column(name = "sms_number")
    String smsNumber;

    /** The sequence of the customer's last applied event. */
    long sequence;

    Contact toDomain() {
        return new Contact(customerId, name, smsNumber);
    }
}
