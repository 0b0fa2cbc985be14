package dev.mallbots.analytics.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/audit")
@Tag(name = "audit")
@RolesAllowed(Roles.OPERATOR)
public class AuditResource {

    /** @param next missing on the last page */
    public record TrailAnswer(
            List<EventView> events,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static TrailAnswer of(Page<AuditedEvent> page) {
            Page<EventView> views = page.map(EventView::of);
            return new TrailAnswer(views.items(), views.next());
        }
    }

    /**
     * @param id the message's id
     * @param source the service that emitted it
     * @param subject the aggregate's id
     * @param sequence the version of the aggregate
     * @param time by the clock of the service that emitted it
     * @param correlationId the order or basket of the message
     * @param causationId the message that led to it; if that was a command, it is not in a trail
     * @param traceId the trace in which it was emitted; an operator finds it in Jaeger
     * @param data the message
     */
    public record EventView(
            UUID id,

            @Schema(examples = "mallbots.ordering.v1.OrderApproved")
            String type,

            @Schema(examples = "/services/ordering") String source,
            UUID subject,
            @Schema(examples = "2") long sequence,
            Instant time,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID correlationId,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID causationId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "4bf92f3577b34da6a3ce929d0e0e4736")
            String traceId,

            @JsonRawValue
            @Schema(implementation = Object.class, examples = "{\"orderId\": \"0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10\"}")
            String data) {

        static EventView of(AuditedEvent event) {
            return new EventView(
                    event.id(),
                    event.type(),
                    event.source(),
                    event.subject(),
                    event.sequence(),
                    event.happenedAt(),
                    event.correlationId().orElse(null),
                    event.causationId().orElse(null),
                    event.traceId().orElse(null),
                    event.data());
        }
    }

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    /** Every event that names this id (of an order, a basket, a product, or any other thing), oldest first. */
    @Operation(
            operationId = "getAuditTrail",
            summary = "Get an audit trail",
            description = "Every event about an aggregate, or that names its id, in order.")
    @GET
    @Path("/{id}")
    public Uni<TrailAnswer> trail(UUID id, @RestQuery Integer limit, @RestQuery String next) {
        return trail.of(id, PageRequest.of(limit, next)).map(TrailAnswer::of);
    }
}
