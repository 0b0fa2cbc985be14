package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "store")
class StoreRow extends NamedRow {

    StoreRow() {}

    StoreRow(UUID id) {
        super(id);
    }
}
