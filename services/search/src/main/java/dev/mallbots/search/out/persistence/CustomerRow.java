package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "customer")
class CustomerRow extends NamedRow {

    CustomerRow() {}

    CustomerRow(UUID id) {
        super(id);
    }
}
