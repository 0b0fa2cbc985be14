package dev.mallbots.customers.out.persistence;

import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.SmsNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;

@Entity(name = "Customer")
@Table(name = "customers")
class CustomerEntity {

    @Id
    UUID id;

    String name;

    @Column(name = "sms_number")
    String smsNumber;

    boolean enabled;

    /** The number of published events of this customer. */
    long sequence;

    @Version
    int version;

    Customer toDomain() {
        return new Customer(id, name, new SmsNumber(smsNumber), enabled);
    }

    void take(Customer customer) {
        id = customer.id();
        name = customer.name();
        smsNumber = customer.smsNumber().text();
        enabled = customer.enabled();
    }
}
