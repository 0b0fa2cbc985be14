package dev.mallbots.platform.readmodel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the rebuilt copy differs from the old one; both hold what the same messages have told.
 *
 * @param tables only those that differ
 * @param first the first ones of each kind in each table
 */
public record Differences(@Schema(examples = "1") long count, List<InTable> tables, List<Row> first) {

    /** What became of a row, seen from the rebuilt copy. */
    public enum Kind {
        MISSING_IN_OLD,
        MISSING_IN_NEW,
        DIFFERENT
    }

    /** How many rows of a table. */
    public record InTable(
            @Schema(examples = "things") String table,
            Kind kind,
            @Schema(examples = "1") long count) {}

    /**
     * A row that is in one of them only, or differs.
     *
     * @param key columns of the primary key
     * @param columns those that differ; left out when the row is missing
     */
    public record Row(
            @Schema(examples = "things") String table,
            Kind kind,
            @Schema(examples = "{\"id\": 7}") Map<String, Object> key,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Values> columns) {}

    /**
     * @param old null when it is not set there
     * @param rebuilt null when it is not set there
     */
    public record Values(
            @Schema(examples = "1") Object old,
            @Schema(examples = "2") Object rebuilt) {}
}
