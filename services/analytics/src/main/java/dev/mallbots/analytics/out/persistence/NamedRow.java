package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** The current name of a store or product. */
@MappedSuperclass
abstract class NamedRow {

    @Id
    private UUID id;

    private String name;
}
