package dev.mallbots.platform.messaging.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.messaging.DeadLetter;
import dev.mallbots.platform.messaging.DeadLetterOffice;
import dev.mallbots.platform.messaging.DeadLetterOffice.Filter;
import dev.mallbots.platform.messaging.DeadLetterOffice.Position;
import dev.mallbots.platform.messaging.DeadLetterOffice.Replay;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What operators can see of a service's dead letters and do about them. */
@Cancellable(false)
@Path("/api/ops/{service}/dead-letters")
@Tag(name = "dead letters")
@RolesAllowed(Roles.OPERATOR)
public class DeadLetterResource {

    private final DeadLetterOffice office;
    private final String self;

    DeadLetterResource(DeadLetterOffice office, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.office = office;
        this.self = service;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterSummary(
            UUID id,
            String type,
            String topic,
            int partition,
            long offset,
            String key,
            String error,
            int tries,
            Instant firstTry,
            Instant lastTry,
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

    /** @param next left out on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterList(List<DeadLetterSummary> deadLetters, String next) {}

    /**
     * @param payload as JSON; left out when it can't be read
     * @param payloadBase64 as it came
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterAnswer(
            DeadLetterSummary deadLetter,
            Map<String, String> headers,

            @JsonRawValue @Schema(implementation = Object.class)
            String payload,

            String payloadBase64) {}

    public record Reason(@NotBlank @Size(max = 500) String reason) {}

    public record Done() {}

    /**
     * The most recently tried first.
     *
     * @param type only this kind of message, by its full or simple name
     * @param olderThan only those first tried at least so long ago, such as PT5M
     * @param discarded those that were let go, instead of those that wait
     */
    @GET
    public Uni<DeadLetterList> list(
            String service,
            @RestQuery String type,
            @RestQuery String olderThan,
            @RestQuery @DefaultValue("false") Boolean discarded,
            @RestQuery Integer limit,
            @RestQuery String next) {
        checkIsMe(service);
        PageRequest asked = PageRequest.of(limit, next);
        Optional<Position> after = asked.after(2).map(cursor -> new Position(cursor.instant(0), cursor.uuid(1)));
        return office.list(filter(type, olderThan, discarded), after, asked.rowsToFetch())
                .map(found -> asked.page(found, letter -> Cursor.of(letter.lastTry(), letter.id())))
                .map(page -> page.map(DeadLetterSummary::of))
                .map(page -> new DeadLetterList(page.items(), page.next()));
    }

    @GET
    @Path("/{id}")
    public Uni<DeadLetterAnswer> get(String service, UUID id) {
        checkIsMe(service);
        return office.get(id)
                .map(letter -> new DeadLetterAnswer(
                        DeadLetterSummary.of(letter),
                        letter.headers(),
                        office.payloadAsJson(letter).orElse(null),
                        Base64.getEncoder().encodeToString(letter.payload())));
    }

    /** Handles it once more; a 409 says why it failed again. */
    @POST
    @Path("/{id}/replay")
    public Uni<Done> replay(String service, UUID id) {
        checkIsMe(service);
        return office.replay(id).replaceWith(Done::new);
    }

    /** Handles all that match once more, up to 500 at a time. */
    @POST
    @Path("/replay")
    public Uni<Replay> replayAll(String service, @RestQuery String type, @RestQuery String olderThan) {
        checkIsMe(service);
        return office.replayAll(filter(type, olderThan, false));
    }

    @POST
    @Path("/{id}/discard")
    public Uni<Done> discard(String service, UUID id, @Valid @NotNull Reason body) {
        checkIsMe(service);
        return office.discard(id, body.reason()).replaceWith(Done::new);
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

    private void checkIsMe(String service) {
        if (!self.equals(service)) {
            throw new NotFound("service", service);
        }
    }
}
