package dev.mallbots.baskets.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "store_copy")
class StoreCopyRow {

    @Id
    UUID id;

    String name;

    boolean participating;

    long version;
}
