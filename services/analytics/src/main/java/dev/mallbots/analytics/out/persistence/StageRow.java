package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "stage")
@IdClass(StageRow.Key.class)
class StageRow {

    record Key(UUID basketId, String stage) {}

    @Id
    @Column(name = "basket_id")
    private UUID basketId;

    @Id
    private String stage;

    @Column(name = "reached_at")
    private Instant reachedAt;

    StageRow() {}
}
