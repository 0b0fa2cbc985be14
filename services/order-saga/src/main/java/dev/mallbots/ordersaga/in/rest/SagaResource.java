package dev.mallbots.ordersaga.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.saga.SagaLogEntry;
import dev.mallbots.platform.saga.SagaLookup;
import dev.mallbots.platform.saga.SagaState;
import dev.mallbots.platform.saga.SagaSummary;
import dev.mallbots.platform.saga.Sagas;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Shows operators the sagas, and lets them retry or compensate one. */
@Cancellable(false)
@Path("/api/ops/sagas")
@RolesAllowed(Roles.OPERATOR)
public class SagaResource {

    private final SagaLookup lookup;
    private final Sagas sagas;

    SagaResource(SagaLookup lookup, Sagas sagas) {
        this.lookup = lookup;
        this.sagas = sagas;
    }

    /** @param next missing on the last page */
    public record SagaList(
            List<SagaSummary> sagas,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    public record SagaAnswer(Saga saga) {}

    /**
     * @param data the saga's data
     * @param log the log entries in order
     */
    public record Saga(
            @JsonUnwrapped SagaSummary summary,

            @JsonRawValue @Schema(implementation = Object.class, examples = "{\"total\": 6.40}")
            String data,

            List<SagaLogEntry> log) {}

    public record Done() {}

    /**
     * Oldest first.
     *
     * @param state only sagas in this state
     * @param olderThan only sagas that started at least this long ago, such as PT5M
     * @param delayed only sagas that go forward and have waited too long for a reply
     * @param stuck only sagas with a compensation that failed or is unanswered
     */
    @Operation(
            operationId = "listSagas",
            summary = "List sagas",
            description = "The sagas, oldest first: all, or those that are delayed or stuck.")
    @GET
    public Uni<SagaList> list(
            @RestQuery @Schema(enumeration = {"running", "compensating", "completed", "compensated"}) String state,
            @RestQuery @Schema(format = "duration") String olderThan,
            @RestQuery Boolean delayed,
            @RestQuery Boolean stuck,
            @RestQuery Integer limit,
            @RestQuery String next) {
        var asked = PageRequest.of(limit, next);
        var filter = new SagaLookup.Filter(
                Optional.ofNullable(state).map(SagaResource::state),
                Optional.ofNullable(olderThan).map(SagaResource::ago),
                Boolean.TRUE.equals(delayed),
                Boolean.TRUE.equals(stuck),
                asked.after(2).map(cursor -> new SagaLookup.Position(cursor.instant(0), cursor.uuid(1))));
        return lookup.list(filter, asked.rowsToFetch())
                .map(found -> asked.page(found, saga -> Cursor.of(saga.startedAt(), saga.id())))
                .map(page -> new SagaList(page.items(), page.next()));
    }

    @Operation(
            operationId = "getSaga",
            summary = "Get a saga",
            description = "A saga, its data, and the log of its steps.")
    @GET
    @Path("{id}")
    public Uni<SagaAnswer> one(@RestPath UUID id) {
        return lookup.one(id).map(found -> new SagaAnswer(new Saga(found.summary(), found.data(), found.log())));
    }

    /** Sends the command of the step in flight again, at once. */
    @Operation(
            operationId = "retrySaga",
            summary = "Retry a saga",
            description = "Sends the commands of a saga that are not answered yet again, at once.")
    @POST
    @Path("{id}/retry")
    public Uni<Done> retry(@RestPath UUID id) {
        return sagas.retry(id).replaceWith(new Done());
    }

    /** Undoes the completed steps. */
    @Operation(
            operationId = "compensateSaga",
            summary = "Compensate a saga",
            description = "Undoes the completed steps of a saga, and ends it.")
    @POST
    @Path("{id}/compensate")
    public Uni<Done> compensate(@RestPath UUID id) {
        return sagas.compensate(id, "given up by an operator").replaceWith(new Done());
    }

    private static SagaState state(String text) {
        return Arrays.stream(SagaState.values())
                .filter(state -> state.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new RuleBroken(
                        "state",
                        "must be one of "
                                + Arrays.stream(SagaState.values())
                                        .map(SagaState::word)
                                        .toList()));
    }

    private static Instant ago(String text) {
        try {
            return Instant.now().minus(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException notADuration) {
            throw new RuleBroken("olderThan", "must be a duration such as PT5M");
        }
    }
}
