package dev.mallbots.platform.readmodel.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.readmodel.Differences;
import dev.mallbots.platform.readmodel.Rebuild;
import dev.mallbots.platform.readmodel.Rebuilds;
import dev.mallbots.platform.readmodel.Rebuilds.Position;
import dev.mallbots.platform.readmodel.Unhandled;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.ThisService;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Lets operators start a rebuild and see its result. */
@Cancellable(false)
@Path("/api/ops/{service}/rebuilds")
@Tag(name = "rebuilds")
@Blocking
@RolesAllowed(Roles.OPERATOR)
public class RebuildResource {

    private final Rebuilds rebuilds;
    private final Once once;
    private final ThisService self;

    RebuildResource(Rebuilds rebuilds, Once once, ThisService self) {
        this.rebuilds = rebuilds;
        this.once = once;
        this.self = self;
    }

    public record Started(UUID id) {}

    /**
     * @param state running, done or failed
     * @param read the number of messages read so far, of the total
     * @param reason the reason of its failure
     */
    public record RebuildSummary(
            UUID id,

            @Schema(enumeration = {"running", "done", "failed"})
            String state,

            Instant startedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant switchedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant endedAt,
            @Schema(examples = "12000") long read,
            @Schema(examples = "12000") long total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "the database is away")
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "0")
            Long unhandled,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "0")
            Long differences) {

        static RebuildSummary of(Rebuild rebuild) {
            return new RebuildSummary(
                    rebuild.id(),
                    rebuild.state().word(),
                    rebuild.startedAt(),
                    rebuild.switchedAt().orElse(null),
                    rebuild.endedAt().orElse(null),
                    rebuild.read(),
                    rebuild.total(),
                    rebuild.reason().orElse(null),
                    rebuild.unhandled().map(Unhandled::count).orElse(null),
                    rebuild.differences().map(Differences::count).orElse(null));
        }
    }

    /** @param next missing on the last page */
    public record RebuildList(
            List<RebuildSummary> rebuilds,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    /**
     * @param unhandled messages that are missing in the rebuilt copy, because they could not be handled
     * @param differences the differences between the old copy and the rebuilt one at the switch
     */
    public record RebuildAnswer(
            RebuildSummary rebuild,
            @JsonInclude(JsonInclude.Include.NON_NULL) Unhandled unhandled,
            @JsonInclude(JsonInclude.Include.NON_NULL) Differences differences) {}

    /** Starts a rebuild; a 409 if one is running. */
    @Operation(
            operationId = "startRebuild",
            summary = "Start a rebuild",
            description =
                    "Builds the read model again from the topics, while the old one goes on answering. A rebuild that "
                            + "is running is a 409.")
    @POST
    @NonBlocking
    public Uni<Started> start(String service) {
        self.checkIs(service);
        return once.allOf(Task.of(Rebuilds.class, UUID.class), this::begin).map(Started::new);
    }

    /** Leaves the event loop for the blocking call and returns to it, because the key's transaction waits there. */
    private Uni<UUID> begin() {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(rebuilds::start).toCompletionStage());
    }

    /** Newest first; the last fifty are kept. */
    @Operation(
            operationId = "listRebuilds",
            summary = "List rebuilds",
            description = "The last fifty rebuilds, newest first.")
    @GET
    public RebuildList list(String service, @RestQuery Integer limit, @RestQuery String next) {
        self.checkIs(service);
        PageRequest asked = PageRequest.of(limit, next);
        Optional<Position> after = asked.after(2).map(cursor -> new Position(cursor.instant(0), cursor.uuid(1)));
        Page<RebuildSummary> page = asked.page(
                        rebuilds.list(after, asked.rowsToFetch()),
                        rebuild -> Cursor.of(rebuild.startedAt(), rebuild.id()))
                .map(RebuildSummary::of);
        return new RebuildList(page.items(), page.next());
    }

    @Operation(
            operationId = "getRebuild",
            summary = "Get a rebuild",
            description = "How far a rebuild is, and in what the new copy differed from the old one.")
    @GET
    @Path("/{id}")
    public RebuildAnswer get(String service, UUID id) {
        self.checkIs(service);
        Rebuild rebuild = rebuilds.get(id);
        return new RebuildAnswer(
                RebuildSummary.of(rebuild),
                rebuild.unhandled().orElse(null),
                rebuild.differences().orElse(null));
    }

    /** The same as a text for people; the first word is the state. */
    @Operation(
            operationId = "getRebuildReport",
            summary = "Get the report of a rebuild",
            description = "The same as the rebuild itself, as a text for people. The first word is the state.")
    @GET
    @Path("/{id}/report")
    @Produces(MediaType.TEXT_PLAIN)
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema =
                                    @Schema(type = SchemaType.STRING, examples = "done: 12000 of 12000 messages read")))
    public String inWords(String service, UUID id) {
        self.checkIs(service);
        return rebuilds.get(id).inWords() + "\n";
    }
}
