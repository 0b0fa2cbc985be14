package dev.mallbots.search.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.search.application.FindOrders;
import dev.mallbots.search.application.FoundOrder;
import dev.mallbots.search.application.FoundOrder.FoundLine;
import dev.mallbots.search.application.ViewOrder;
import dev.mallbots.search.domain.OrderFilters;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/search/orders")
@Tag(name = "search")
@RolesAllowed({People.CUSTOMER, People.STAFF, Roles.OPERATOR})
public class SearchResource {

    /** Every part is optional; without any, all orders are found. */
    public record OrdersQuery(@Valid FiltersBody filters, String next, Integer limit) {

        OrderFilters orderFilters() {
            return filters == null ? OrderFilters.NONE : filters.toFilters();
        }
    }

    /** @param next missing on the last page */
    public record OrdersAnswer(
            List<OrderView> orders,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static OrdersAnswer of(Page<FoundOrder> page) {
            Page<OrderView> views = page.map(OrderView::of);
            return new OrdersAnswer(views.items(), views.next());
        }
    }

    public record OrderAnswer(OrderView order) {}

    /** Until their events have arrived, the customer's name is empty, and the status of payment or invoice is missing. */
    public record OrderView(
            UUID orderId,
            UUID customerId,
            @Schema(examples = "Carla Costa") String customerName,
            List<ItemView> items,
            @Schema(examples = "6.40") BigDecimal total,

            @Schema(enumeration = {"pending", "approved", "rejected", "in-progress", "ready", "completed", "cancelled"})
            String status,

            Instant createdAt,
            UUID paymentId,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(enumeration = {"authorized", "confirmed", "captured", "voided"})
            String paymentStatus,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(enumeration = {"pending", "paid", "cancelled"})
            String invoiceStatus) {

        static OrderView of(FoundOrder order) {
            return new OrderView(
                    order.id(),
                    order.customerId(),
                    order.customerName().orElse(""),
                    order.lines().stream().map(ItemView::of).toList(),
                    order.total().amount(),
                    order.status().word(),
                    order.placedAt(),
                    order.paymentId(),
                    order.paymentStatus().orElse(null),
                    order.invoiceStatus().orElse(null));
        }
    }

    public record ItemView(
            UUID productId,
            UUID storeId,
            @Schema(examples = "Bread") String productName,
            @Schema(examples = "Bakery") String storeName,
            BigDecimal price,
            @Schema(examples = "2") int quantity) {

        static ItemView of(FoundLine line) {
            return new ItemView(
                    line.productId(),
                    line.storeId(),
                    line.productName(),
                    line.storeName(),
                    line.price().amount(),
                    line.quantity());
        }
    }

    private final FindOrders findOrders;
    private final ViewOrder viewOrder;

    SearchResource(FindOrders findOrders, ViewOrder viewOrder) {
        this.findOrders = findOrders;
        this.viewOrder = viewOrder;
    }

    @Operation(
            operationId = "searchOrders",
            summary = "Search orders",
            description = "The orders that match every given filter, newest first. A customer finds only own orders.")
    @POST
    public Uni<OrdersAnswer> find(@Valid @NotNull OrdersQuery body) {
        return findOrders
                .handle(body.orderFilters(), PageRequest.of(body.limit(), body.next()))
                .map(OrdersAnswer::of);
    }

    @Operation(
            operationId = "getFoundOrder",
            summary = "Get an order as the search knows it",
            description = "An order as the search knows it, with names and total.")
    @GET
    @Path("/{id}")
    public Uni<OrderAnswer> order(UUID id) {
        return viewOrder.handle(id).map(OrderView::of).map(OrderAnswer::new);
    }
}
