package dev.mallbots.search.out.persistence;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** The current name of a customer, store or product. */
@MappedSuperclass
abstract class NamedRow {

    @Id
    private UUID id;

    private String name;
    private long sequence;

    NamedRow() {}

    NamedRow(UUID id) {
        this.id = id;
    }

    void call(String newName, long newSequence) {
        if (newSequence > sequence) {
            name = newName;
            sequence = newSequence;
        }
    }
}
