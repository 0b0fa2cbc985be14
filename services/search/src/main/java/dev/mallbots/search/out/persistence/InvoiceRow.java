package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "invoice")
class InvoiceRow extends StandingRow {

    InvoiceRow() {}

    InvoiceRow(UUID id) {
        super(id);
    }
}
