package dev.mallbots.platform.readmodel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The differences between the rebuilt copy and the old one, which both result from the same messages.
 *
 * @param tables only tables with differences
 * @param first the first differences of each kind in each table
 */
public record Differences(@Schema(examples = "1") long count, List<InTable> tables, List<Row> first) {

    /** The kinds of differences, from the rebuilt copy's point of view. */
    public enum Kind {
        MISSING_IN_OLD,
        MISSING_IN_NEW,
        DIFFERENT
    }

    /** The numbers of rows in a table. */
    public record InTable(
            @Schema(examples = "things") String table,
            Kind kind,
            @Schema(examples = "1") long count) {}

    /**
     * A row that is in one copy only, or differs.
     *
     * @param key the columns of the primary key
     * @param columns the columns that differ; missing if one copy lacks the row
     */
    public record Row(
            @Schema(examples = "things") String table,
            Kind kind,
            @Schema(examples = "{\"id\": 7}") Map<String, Object> key,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Values> columns) {}

    /**
     * @param old null if it is null in the old copy
     * @param rebuilt null if it is null in the rebuilt copy
     */
    public record Values(
            @Schema(examples = "1") Object old,
            @Schema(examples = "2") Object rebuilt) {}
}
