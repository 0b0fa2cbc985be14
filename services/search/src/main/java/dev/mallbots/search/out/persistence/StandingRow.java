package dev.mallbots.search.out.persistence;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** The current status of a payment or invoice. */
@MappedSuperclass
abstract class StandingRow {

    @Id
    private UUID id;

    private String status;
}
