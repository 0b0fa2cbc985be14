package dev.mallbots.depot.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.depot.application.AssignShoppingList;
import dev.mallbots.depot.application.CancelShoppingList;
import dev.mallbots.depot.application.CompleteShoppingList;
import dev.mallbots.depot.application.CreateShoppingList;
import dev.mallbots.depot.application.ShoppingLists;
import dev.mallbots.depot.application.Wanted;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.Stop;
import dev.mallbots.depot.in.clock.BotsClock;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/depot/shopping")
@Tag(name = "shopping lists")
@RolesAllowed({People.STAFF, Roles.OPERATOR})
public class ShoppingResource {

    public record NewItem(
            @NotNull UUID productId,
            @NotNull UUID storeId,
            @Min(1) @Schema(required = true, examples = "2") int quantity) {}

    public record NewList(
            @NotNull UUID orderId,

            @NotEmpty
            @Size(max = 500)
            @Schema(description = "a product named more than once adds up, to 2,147,483,647 pieces at most")
            List<@Valid @NotNull NewItem> items) {}

    public record Assignment(@NotNull UUID botId) {}

    public record Created(UUID id) {}

    /** {@code {}}: done, without a result. */
    public record Done() {}

    /** @param assignedBotId missing until a bot is assigned */
    public record ListView(
            UUID id,
            UUID orderId,
            List<StopView> stops,

            @Schema(enumeration = {"pending", "available", "assigned", "active", "completed", "cancelled"})
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) UUID assignedBotId) {

        static ListView of(ShoppingList list) {
            return new ListView(
                    list.id(),
                    list.orderId(),
                    list.stops().stream().map(StopView::of).toList(),
                    list.status().word(),
                    list.botId().orElse(null));
        }
    }

    @Schema(name = "Stop")
    public record StopView(
            UUID storeId,
            @Schema(examples = "Bakery") String storeName,
            @Schema(examples = "Aisle 1") String storeLocation,
            List<ItemView> items) {

        static StopView of(Stop stop) {
            return new StopView(
                    stop.storeId(),
                    stop.storeName(),
                    stop.storeLocation(),
                    stop.items().stream().map(ItemView::of).toList());
        }
    }

    @Schema(name = "Item")
    public record ItemView(
            UUID productId,
            @Schema(examples = "Bread") String productName,
            @Schema(examples = "2") int quantity) {

        static ItemView of(Stop.Item item) {
            return new ItemView(item.productId(), item.productName(), item.quantity());
        }
    }

    public record ListAnswer(ListView shoppingList) {}

    /** @param next missing on the last page */
    public record ListsAnswer(
            List<ListView> shoppingLists,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static ListsAnswer of(Page<ShoppingList> page) {
            Page<ListView> views = page.map(ListView::of);
            return new ListsAnswer(views.items(), views.next());
        }
    }

    private final CreateShoppingList createShoppingList;
    private final CancelShoppingList cancelShoppingList;
    private final AssignShoppingList assignShoppingList;
    private final CompleteShoppingList completeShoppingList;
    private final ShoppingLists lists;
    private final BotsClock clock;

    ShoppingResource(
            CreateShoppingList createShoppingList,
            CancelShoppingList cancelShoppingList,
            AssignShoppingList assignShoppingList,
            CompleteShoppingList completeShoppingList,
            ShoppingLists lists,
            BotsClock clock) {
        this.createShoppingList = createShoppingList;
        this.cancelShoppingList = cancelShoppingList;
        this.assignShoppingList = assignShoppingList;
        this.completeShoppingList = completeShoppingList;
        this.lists = lists;
        this.clock = clock;
    }

    @Operation(
            operationId = "createShoppingList",
            summary = "Create a shopping list",
            description = "Makes a shopping list by hand.")
    @POST
    public Uni<Created> create(@Valid @NotNull NewList body) {
        var wanted = body.items().stream()
                .map(item -> new Wanted(item.productId(), item.storeId(), item.quantity()))
                .toList();
        return createShoppingList.byStaff(body.orderId(), wanted).map(Created::new);
    }

    @Operation(
            operationId = "listShoppingLists",
            summary = "List shopping lists",
            description = "The shopping lists, oldest first: all, or those of an order.")
    @GET
    public Uni<ListsAnswer> lists(
            @QueryParam("orderId") UUID orderId, @QueryParam("limit") Integer limit, @QueryParam("next") String next) {
        return lists.list(Optional.ofNullable(orderId), PageRequest.of(limit, next))
                .map(ListsAnswer::of);
    }

    @Operation(
            operationId = "getShoppingList",
            summary = "Get a shopping list",
            description = "A shopping list, with a stop for each store.")
    @GET
    @Path("/{id}")
    public Uni<ListAnswer> list(UUID id) {
        return lists.get(id).map(ListView::of).map(ListAnswer::new);
    }

    @Operation(
            operationId = "cancelShoppingList",
            summary = "Cancel a shopping list",
            description = "Cancels a shopping list that is not completed. If it was made for an order, the order is "
                    + "cancelled too.")
    @POST
    @Path("/{id}")
    public Uni<Done> cancel(UUID id) {
        return cancelShoppingList.handle(id).invoke(clock::wake).replaceWith(Done::new);
    }

    @Operation(
            operationId = "assignShoppingList",
            summary = "Assign a shopping list",
            description = "Gives a shopping list to an idle bot, which starts at once.")
    @PUT
    @Path("/{id}/assign")
    public Uni<Done> assign(UUID id, @Valid @NotNull Assignment body) {
        return assignShoppingList.handle(id, body.botId()).invoke(clock::wake).replaceWith(Done::new);
    }

    @Operation(
            operationId = "completeShoppingList",
            summary = "Complete a shopping list",
            description = "Says that all goods of a list are collected, before its bot says so.")
    @PUT
    @Path("/{id}/complete")
    public Uni<Done> complete(UUID id) {
        return completeShoppingList.handle(id).invoke(clock::wake).replaceWith(Done::new);
    }
}
