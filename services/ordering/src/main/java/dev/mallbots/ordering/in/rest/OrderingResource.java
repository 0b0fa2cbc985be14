package dev.mallbots.ordering.in.rest;

import dev.mallbots.ordering.application.CancelOrder;
import dev.mallbots.ordering.application.GetOrder;
import dev.mallbots.ordering.application.PlaceOrder;
import dev.mallbots.ordering.in.rest.OrderBodies.Created;
import dev.mallbots.ordering.in.rest.OrderBodies.Done;
import dev.mallbots.ordering.in.rest.OrderBodies.NewOrder;
import dev.mallbots.ordering.in.rest.OrderBodies.OneOrder;
import dev.mallbots.ordering.in.rest.OrderBodies.OrderBody;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/ordering")
@Tag(name = "orders")
@RolesAllowed({Roles.CUSTOMER, Roles.OPERATOR})
public class OrderingResource {

    private final PlaceOrder placeOrder;
    private final GetOrder getOrder;
    private final CancelOrder cancelOrder;

    OrderingResource(PlaceOrder placeOrder, GetOrder getOrder, CancelOrder cancelOrder) {
        this.placeOrder = placeOrder;
        this.getOrder = getOrder;
        this.cancelOrder = cancelOrder;
    }

    @POST
    public Uni<Created> place(@Valid @NotNull NewOrder order) {
        return placeOrder
                .handle(order.customerId(), order.paymentId(), order.requested())
                .map(Created::new);
    }

    @GET
    @Path("/{id}")
    public Uni<OneOrder> get(UUID id) {
        return getOrder.handle(id).map(OrderBody::of).map(OneOrder::new);
    }

    @DELETE
    @Path("/{id}")
    public Uni<Done> cancel(UUID id) {
        return cancelOrder.handle(id).replaceWith(Done::new);
    }
}
