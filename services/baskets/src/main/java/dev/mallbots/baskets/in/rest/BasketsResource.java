package dev.mallbots.baskets.in.rest;

import dev.mallbots.baskets.application.AddItem;
import dev.mallbots.baskets.application.CancelBasket;
import dev.mallbots.baskets.application.CheckOutBasket;
import dev.mallbots.baskets.application.GetBasket;
import dev.mallbots.baskets.application.RemoveItem;
import dev.mallbots.baskets.application.StartBasket;
import dev.mallbots.baskets.in.rest.BasketBodies.AddedItem;
import dev.mallbots.baskets.in.rest.BasketBodies.BasketBody;
import dev.mallbots.baskets.in.rest.BasketBodies.CheckOut;
import dev.mallbots.baskets.in.rest.BasketBodies.Created;
import dev.mallbots.baskets.in.rest.BasketBodies.Done;
import dev.mallbots.baskets.in.rest.BasketBodies.NewBasket;
import dev.mallbots.baskets.in.rest.BasketBodies.OneBasket;
import dev.mallbots.baskets.in.rest.BasketBodies.RemovedItem;
import dev.mallbots.contracts.People;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/baskets")
@Tag(name = "baskets")
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class BasketsResource {

    private final StartBasket startBasket;
    private final GetBasket getBasket;
    private final AddItem addItem;
    private final RemoveItem removeItem;
    private final CancelBasket cancelBasket;
    private final CheckOutBasket checkOutBasket;

    BasketsResource(
            StartBasket startBasket,
            GetBasket getBasket,
            AddItem addItem,
            RemoveItem removeItem,
            CancelBasket cancelBasket,
            CheckOutBasket checkOutBasket) {
        this.startBasket = startBasket;
        this.getBasket = getBasket;
        this.addItem = addItem;
        this.removeItem = removeItem;
        this.cancelBasket = cancelBasket;
        this.checkOutBasket = checkOutBasket;
    }

    @Operation(
            operationId = "startBasket",
            summary = "Start a basket",
            description = "Starts an empty basket for a customer.")
    @POST
    public Uni<Created> start(@Valid @NotNull NewBasket basket) {
        return startBasket.handle(basket.customerId()).map(Created::new);
    }

    @Operation(
            operationId = "getBasket",
            summary = "Get a basket",
            description = "A basket and its lines, with the prices that its customer was shown.")
    @GET
    @Path("/{id}")
    public Uni<OneBasket> get(UUID id) {
        return getBasket.handle(id).map(BasketBody::of).map(OneBasket::new);
    }

    @Operation(
            operationId = "cancelBasket",
            summary = "Cancel a basket",
            description = "Ends an open basket without an order.")
    @DELETE
    @Path("/{id}")
    public Uni<Done> cancel(UUID id) {
        return cancelBasket.handle(id).replaceWith(Done::new);
    }

    @Operation(
            operationId = "addItem",
            summary = "Add an item to a basket",
            description =
                    "Adds pieces of a product at its current price. More pieces of a product in the basket are added "
                            + "to its line. Only an open basket changes.")
    @PUT
    @Path("/{id}/addItem")
    public Uni<Done> addItem(UUID id, @Valid @NotNull AddedItem item) {
        return addItem.handle(id, item.productId(), item.quantity()).replaceWith(Done::new);
    }

    @Operation(
            operationId = "removeItem",
            summary = "Remove an item from a basket",
            description = "Removes pieces of a product. A line without pieces is removed.")
    @PUT
    @Path("/{id}/removeItem")
    public Uni<Done> removeItem(UUID id, @Valid @NotNull RemovedItem item) {
        return removeItem.handle(id, item.productId(), item.quantity()).replaceWith(Done::new);
    }

    @Operation(
            operationId = "checkoutBasket",
            summary = "Check out a basket",
            description =
                    "Turns the basket into an order with the same id. If a price has changed since a line was added, "
                            + "the answer is a 409 that names the line, and the basket takes the new price.")
    @PUT
    @Path("/{id}/checkout")
    public Uni<Done> checkOut(UUID id, @Valid @NotNull CheckOut checkOut) {
        return checkOutBasket.handle(id, checkOut.paymentId()).replaceWith(Done::new);
    }
}
