package dev.mallbots.notifications.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.notifications.application.ListUnconfirmed;
import dev.mallbots.notifications.domain.Unconfirmed;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Shows operators the notifications that the sender did not confirm. */
@Cancellable(false)
@Path("/api/ops/notifications/unconfirmed")
@Tag(name = "unconfirmed notifications")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class UnconfirmedResource {

    private final ListUnconfirmed listUnconfirmed;

    UnconfirmedResource(ListUnconfirmed listUnconfirmed) {
        this.listUnconfirmed = listUnconfirmed;
    }

    /** @param next missing on the last page */
    public record UnconfirmedList(
            List<UnconfirmedView> notifications,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    /**
     * @param outcome failed: the sender reported that the message was not sent; unknown: the sender did not answer, or the service died
     * @param reason the sender's reason
     */
    public record UnconfirmedView(
            UUID id,
            UUID orderId,

            @Schema(
                    enumeration = {
                        "order-created",
                        "order-approved",
                        "order-rejected",
                        "order-ready",
                        "order-cancelled",
                        "order-completed"
                    })
            String kind,

            UUID customerId,
            Instant attemptedAt,

            @Schema(enumeration = {"failed", "unknown"}) String outcome,

            @Schema(examples = "the sender gave no answer") String reason) {

        static UnconfirmedView of(Unconfirmed unconfirmed) {
            return new UnconfirmedView(
                    unconfirmed.id(),
                    unconfirmed.orderId(),
                    unconfirmed.kind().word(),
                    unconfirmed.customerId(),
                    unconfirmed.attemptedAt(),
                    unconfirmed.outcome().word(),
                    unconfirmed.reason());
        }
    }

    /** Newest first. None of them is sent again; only the sender's own records show whether a message arrived. */
    @Operation(
            operationId = "listUnconfirmedNotifications",
            summary = "List unconfirmed notifications",
            description =
                    "The notifications of which it is not known whether they were sent, because the service ended "
                            + "during the sending.")
    @GET
    public Uni<UnconfirmedList> list(@RestQuery Integer limit, @RestQuery String next) {
        return listUnconfirmed
                .handle(PageRequest.of(limit, next))
                .map(page -> page.map(UnconfirmedView::of))
                .map(page -> new UnconfirmedList(page.items(), page.next()));
    }
}
