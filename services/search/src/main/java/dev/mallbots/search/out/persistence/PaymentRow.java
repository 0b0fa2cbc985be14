package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "payment")
class PaymentRow extends StandingRow {

    PaymentRow() {}

    PaymentRow(UUID id) {
        super(id);
    }
}
