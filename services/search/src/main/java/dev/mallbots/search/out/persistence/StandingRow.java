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
