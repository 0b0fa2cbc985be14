package dev.mallbots.search.out.persistence;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** How far somebody else's process is. */
@MappedSuperclass
abstract class StandingRow {

    @Id
    private UUID id;

    private String status;
    private long sequence;

    StandingRow() {}

    StandingRow(UUID id) {
        this.id = id;
    }

    void move(String newStatus, long newSequence) {
        if (newSequence > sequence) {
            status = newStatus;
            sequence = newSequence;
        }
    }
}
