package dev.mallbots.platform.messaging.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.messaging.DeadLetter;
import dev.mallbots.platform.messaging.DeadLetterOffice;
import dev.mallbots.platform.messaging.DeadLetterOffice.Filter;
import dev.mallbots.platform.messaging.DeadLetterOffice.Position;
import dev.mallbots.platform.messaging.DeadLetterOffice.Walk;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.ThisService;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Lets operators list, replay and discard a service's dead letters. */
@Cancellable(false)
@Path("/api/ops/{service}/dead-letters")
@Tag(name = "dead letters")
@RolesAllowed(Roles.OPERATOR)
public class DeadLetterResource {

    private static final String TYPE = "a message type's full or simple name; any other text finds nothing";

    private final DeadLetterOffice office;
    private final Once once;
    private final ThisService self;

    DeadLetterResource(DeadLetterOffice office, Once once, ThisService self) {
        this.office = office;
        this.once = once;
        this.self = self;
    }

    public record DeadLetterSummary(
            UUID id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "mallbots.events.v1.Happened")
            String type,

            @Schema(examples = "mallbots.events") String topic,
            @Schema(examples = "0") int partition,
            @Schema(examples = "4711") long offset,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10")
            String key,

            @Schema(examples = "it names something that is not known here")
            String error,

            @Schema(examples = "3") int tries,
            Instant firstTry,
            Instant lastTry,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "sent by mistake")
            String discardReason) {

        static DeadLetterSummary of(DeadLetter letter) {
            return new DeadLetterSummary(
                    letter.id(),
                    letter.type().orElse(null),
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    letter.key().orElse(null),
                    letter.error(),
                    letter.tries(),
                    letter.firstTry(),
                    letter.lastTry(),
                    letter.discardReason().orElse(null));
        }
    }

    /** @param next missing on the last page */
    public record DeadLetterList(
            List<DeadLetterSummary> deadLetters,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    /**
     * @param payload as JSON; missing if it is unreadable
     * @param payloadBase64 the original bytes
     */
    public record DeadLetterAnswer(
            DeadLetterSummary deadLetter,

            @Schema(examples = "{\"content-type\": \"application/protobuf\"}")
            Map<String, String> headers,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @JsonRawValue
            @Schema(implementation = Object.class, examples = "{\"id\": \"0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10\"}")
            String payload,

            @Schema(examples = "CgEx") String payloadBase64) {}

    /**
     * The result of a replay of several letters.
     *
     * @param handled the message took effect, now or earlier
     * @param failed letters that are still dead
     * @param next for the remaining ones, in another call; missing if there are none
     */
    public record Replay(
            @Schema(examples = "12") int handled,
            @Schema(examples = "0") int failed,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static Replay of(Walk walk) {
            return new Replay(
                    walk.handled(),
                    walk.failed(),
                    walk.next()
                            .map(position ->
                                    Cursor.of(position.time(), position.id()).encode())
                            .orElse(null));
        }
    }

    public record Reason(
            @NotBlank @Size(max = 500) @Schema(examples = "sent by mistake")
            String reason) {}

    public record Settled() {}

    /**
     * Most recently tried first.
     *
     * @param type only this type of message, by its full or simple name
     * @param olderThan only letters first tried at least this long ago, such as PT5M
     * @param discarded discarded letters instead of waiting ones
     */
    @Operation(
            operationId = "listDeadLetters",
            summary = "List dead letters",
            description = "The messages that could not be handled and wait for an operator, most recently tried first.")
    @GET
    public Uni<DeadLetterList> list(
            String service,
            @RestQuery @Schema(description = TYPE, examples = "Happened") String type,
            @RestQuery @Schema(format = "duration") String olderThan,
            @RestQuery Boolean discarded,
            @RestQuery Integer limit,
            @RestQuery String next) {
        self.checkIs(service);
        PageRequest asked = PageRequest.of(limit, next);
        Optional<Position> after = asked.after(2).map(cursor -> new Position(cursor.instant(0), cursor.uuid(1)));
        return office.list(filter(type, olderThan, Boolean.TRUE.equals(discarded)), after, asked.rowsToFetch())
                .map(found -> asked.page(found, letter -> Cursor.of(letter.lastTry(), letter.id())))
                .map(page -> page.map(DeadLetterSummary::of))
                .map(page -> new DeadLetterList(page.items(), page.next()));
    }

    @Operation(
            operationId = "getDeadLetter",
            summary = "Get a dead letter",
            description =
                    "A dead letter with its headers and its payload: as JSON, if it can be read, and byte for byte.")
    @GET
    @Path("/{id}")
    public Uni<DeadLetterAnswer> get(String service, UUID id) {
        self.checkIs(service);
        return office.get(id)
                .map(whole -> new DeadLetterAnswer(
                        DeadLetterSummary.of(whole.letter()),
                        whole.letter().headers(),
                        office.payloadAsJson(whole).orElse(null),
                        Base64.getEncoder().encodeToString(whole.payload())));
    }

    /** Handles it again; a 409 contains the reason of a new failure. */
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Replay a dead letter",
            description = "Handles a dead letter again. A 409 has the reason of a new failure.")
    @POST
    @Path("/{id}/replay")
    public Uni<Settled> replay(String service, UUID id) {
        self.checkIs(service);
        return once.allOf(Task.of(DeadLetterOffice.class, Void.class, "replay", id), () -> office.replay(id))
                .replaceWith(Settled::new);
    }

    /**
     * Handles all matching letters again, oldest first, and skips those behind one that fails again. If they are too many for one call, the
     * answer says where to continue.
     *
     * @param next from the answer before
     */
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay dead letters",
            description =
                    "Handles all matching dead letters again, oldest first, and skips those behind one that fails "
                            + "again. If they are too many for one call, the answer says where to continue.")
    @POST
    @Path("/replay")
    public Uni<Replay> replayAll(
            String service,
            @RestQuery @Schema(description = TYPE, examples = "Happened") String type,
            @RestQuery @Schema(format = "duration") String olderThan,
            @RestQuery String next) {
        self.checkIs(service);
        Optional<Position> after =
                PageRequest.of(null, next).after(2).map(cursor -> new Position(cursor.instant(0), cursor.uuid(1)));
        return once.allOf(
                Task.of(DeadLetterOffice.class, Replay.class, "replay", type, olderThan, next),
                () -> office.replayAll(filter(type, olderThan, false), after).map(Replay::of));
    }

    @Operation(
            operationId = "discardDeadLetter",
            summary = "Discard a dead letter",
            description = "Gives a dead letter up for ever, and keeps the reason.")
    @POST
    @Path("/{id}/discard")
    public Uni<Settled> discard(String service, UUID id, @Valid @NotNull Reason body) {
        self.checkIs(service);
        return office.discard(id, body.reason()).replaceWith(Settled::new);
    }

    private static Filter filter(String type, String olderThan, boolean discarded) {
        return new Filter(
                Optional.ofNullable(type), Optional.ofNullable(olderThan).map(DeadLetterResource::ago), discarded);
    }

    private static Instant ago(String duration) {
        try {
            return Instant.now().minus(Duration.parse(duration));
        } catch (DateTimeException | ArithmeticException e) {
            throw new RuleBroken("olderThan", "must be a duration such as PT5M");
        }
    }
}
