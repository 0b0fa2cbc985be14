package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "product")
class ProductRow extends NamedRow {

    ProductRow() {}

    ProductRow(UUID id) {
        super(id);
    }
}
