package dev.mallbots.ordering.in.rest;

import dev.mallbots.contracts.People;
import dev.mallbots.ordering.application.CancelOrder;
import dev.mallbots.ordering.application.FollowOrder;
import dev.mallbots.ordering.application.GetOrder;
import dev.mallbots.ordering.application.PlaceOrder;
import dev.mallbots.ordering.domain.OrderUpdate;
import dev.mallbots.ordering.in.rest.OrderBodies.Created;
import dev.mallbots.ordering.in.rest.OrderBodies.Done;
import dev.mallbots.ordering.in.rest.OrderBodies.NewOrder;
import dev.mallbots.ordering.in.rest.OrderBodies.OneOrder;
import dev.mallbots.ordering.in.rest.OrderBodies.OrderBody;
import dev.mallbots.ordering.in.rest.OrderBodies.StatusBody;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/ordering")
@Tag(name = "orders")
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class OrderingResource {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final PlaceOrder placeOrder;
    private final GetOrder getOrder;
    private final FollowOrder followOrder;
    private final CancelOrder cancelOrder;
    private final Caller caller;

    OrderingResource(
            PlaceOrder placeOrder, GetOrder getOrder, FollowOrder followOrder, CancelOrder cancelOrder, Caller caller) {
        this.placeOrder = placeOrder;
        this.getOrder = getOrder;
        this.followOrder = followOrder;
        this.cancelOrder = cancelOrder;
        this.caller = caller;
    }

    @Operation(
            operationId = "createOrder",
            summary = "Create an order",
            description =
                    "Places an order without a basket. The names and prices of the products are checked against the "
                            + "catalogue.")
    @POST
    public Uni<Created> place(@Valid @NotNull NewOrder order) {
        return placeOrder
                .handle(order.customerId(), order.paymentId(), order.requested())
                .map(Created::new);
    }

    @Operation(operationId = "getOrder", summary = "Get an order", description = "An order, its lines and its status.")
    @GET
    @Path("/{id}")
    public Uni<OneOrder> get(UUID id) {
        return getOrder.handle(id).map(OrderBody::of).map(OneOrder::new);
    }

    /** Streams an order's status as server-sent events: the current status, and each change. */
    @GET
    @Path("/{id}/updates")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "watchOrder",
            summary = "Watch an order",
            description =
                    "Tells the present status at once and every change within a second, as events called status whose"
                            + " id is the change's sequence. An event called delayed, which has no id, says that the order is pending for"
                            + " longer than usual. A client that sends the last id it knows as Last-Event-ID is told every"
                            + " change since. The stream ends after completed, rejected or cancelled, when the service stops, and when"
                            + " the token expires: come again with another. A comment comes every 15 seconds.")
    @APIResponse(
            responseCode = "200",
            description = "The data of each event",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = StatusBody.class)))
    @APIResponse(
            responseCode = "204",
            description = "The order is over and Last-Event-ID is its last change: do not come again")
    @APIResponse(responseCode = "404", ref = "Problem")
    public Uni<Response> updates(
            UUID id,
            @Parameter(
                            description = "The id of the last event that the client was told",
                            schema = @Schema(type = SchemaType.STRING, pattern = "^(\\d{1,18})?$", examples = "3"))
                    @HeaderParam(LAST_EVENT_ID)
                    String lastEventId) {
        Optional<Instant> end = caller.knownUntil();
        return followOrder.handle(id, known(lastEventId)).map(changes -> answer(changes, end));
    }

    private static Response answer(Optional<Multi<OrderUpdate>> updates, Optional<Instant> end) {
        return updates.map(told -> Response.ok(new StatusEvents(told, end))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .orElseGet(() -> Response.noContent().build());
    }

    private static OptionalLong known(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!lastEventId.matches("\\d{1,18}")) {
            throw new RuleBroken(LAST_EVENT_ID, "must be the id of an event");
        }
        return OptionalLong.of(Long.parseLong(lastEventId));
    }

    @Operation(
            operationId = "cancelOrder",
            summary = "Cancel an order",
            description = "Cancels an order that is not ready yet. Its shopping list and its payment are released.")
    @DELETE
    @Path("/{id}")
    public Uni<Done> cancel(UUID id) {
        return cancelOrder.handle(id).replaceWith(Done::new);
    }
}
