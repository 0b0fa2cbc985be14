package dev.mallbots.search.in.grpc;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.People;
import dev.mallbots.contracts.ordering.v1.OrderStatus;
import dev.mallbots.contracts.search.v1.FoundItem;
import dev.mallbots.contracts.search.v1.FoundOrder;
import dev.mallbots.contracts.search.v1.GetOrderRequest;
import dev.mallbots.contracts.search.v1.GetOrderResponse;
import dev.mallbots.contracts.search.v1.SearchFilters;
import dev.mallbots.contracts.search.v1.SearchOrdersRequest;
import dev.mallbots.contracts.search.v1.SearchOrdersResponse;
import dev.mallbots.contracts.search.v1.SearchService;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.search.application.FindOrders;
import dev.mallbots.search.application.ViewOrder;
import dev.mallbots.search.domain.OrderFilters;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

@GrpcService
@RolesAllowed({People.CUSTOMER, People.STAFF, Roles.OPERATOR})
class SearchGrpc implements SearchService {

    private final FindOrders findOrders;
    private final ViewOrder viewOrder;
    private final Amounts amounts;

    SearchGrpc(FindOrders findOrders, ViewOrder viewOrder, Amounts amounts) {
        this.findOrders = findOrders;
        this.viewOrder = viewOrder;
        this.amounts = amounts;
    }

    @Override
    public Uni<SearchOrdersResponse> searchOrders(SearchOrdersRequest request) {
        int limit = request.getPage().getLimit();
        PageRequest asked =
                PageRequest.of(limit == 0 ? null : limit, request.getPage().getNext());
        return findOrders
                .handle(filters(request.getFilters()), asked)
                .map(page -> SearchOrdersResponse.newBuilder()
                        .addAllOrders(page.items().stream().map(this::message).toList())
                        .setNext(page.next() == null ? "" : page.next())
                        .build());
    }

    @Override
    public Uni<GetOrderResponse> getOrder(GetOrderRequest request) {
        return viewOrder
                .handle(Fields.uuid("id", request.getId()))
                .map(order ->
                        GetOrderResponse.newBuilder().setOrder(message(order)).build());
    }

    private OrderFilters filters(SearchFilters filters) {
        return new OrderFilters(
                Optional.of(filters.getCustomerId())
                        .filter(id -> !id.isEmpty())
                        .map(id -> Fields.uuid("filters.customerId", id)),
                filters.hasAfter() ? Optional.of(instant("filters.after", filters.getAfter())) : Optional.empty(),
                filters.hasBefore() ? Optional.of(instant("filters.before", filters.getBefore())) : Optional.empty(),
                ids("filters.storeIds", filters.getStoreIdsList()),
                ids("filters.productIds", filters.getProductIdsList()),
                filters.hasMinTotal()
                        ? Optional.of(amounts.read("filters.minTotal", filters.getMinTotal()))
                        : Optional.empty(),
                filters.hasMaxTotal()
                        ? Optional.of(amounts.read("filters.maxTotal", filters.getMaxTotal()))
                        : Optional.empty(),
                status(filters.getStatus()));
    }

    private static Instant instant(String field, Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw new RuleBroken(field, "is not a timestamp");
        }
    }

    private static List<UUID> ids(String field, List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> Fields.uuid("%s[%d]".formatted(field, i), texts.get(i)))
                .toList();
    }

    private FoundOrder message(dev.mallbots.search.application.FoundOrder order) {
        return FoundOrder.newBuilder()
                .setOrderId(order.id().toString())
                .setCustomerId(order.customerId().toString())
                .setCustomerName(order.customerName().orElse(""))
                .addAllItems(order.lines().stream().map(this::message).toList())
                .setTotal(amounts.write(order.total()))
                .setStatus(message(order.status()))
                .setCreatedAt(Timestamp.newBuilder()
                        .setSeconds(order.placedAt().getEpochSecond())
                        .setNanos(order.placedAt().getNano()))
                .build();
    }

    private FoundItem message(dev.mallbots.search.application.FoundOrder.FoundLine line) {
        return FoundItem.newBuilder()
                .setStoreId(line.storeId().toString())
                .setProductId(line.productId().toString())
                .setStoreName(line.storeName())
                .setProductName(line.productName())
                .setPrice(amounts.write(line.price()))
                .setQuantity(line.quantity())
                .build();
    }

    private static OrderStatus message(dev.mallbots.search.domain.OrderStatus status) {
        return switch (status) {
            case PENDING -> OrderStatus.ORDER_STATUS_PENDING;
            case APPROVED -> OrderStatus.ORDER_STATUS_APPROVED;
            case REJECTED -> OrderStatus.ORDER_STATUS_REJECTED;
            case IN_PROGRESS -> OrderStatus.ORDER_STATUS_IN_PROGRESS;
            case READY -> OrderStatus.ORDER_STATUS_READY;
            case COMPLETED -> OrderStatus.ORDER_STATUS_COMPLETED;
            case CANCELLED -> OrderStatus.ORDER_STATUS_CANCELLED;
        };
    }

    private static Optional<dev.mallbots.search.domain.OrderStatus> status(OrderStatus status) {
        return switch (status) {
            case ORDER_STATUS_UNSPECIFIED -> Optional.empty();
            case ORDER_STATUS_PENDING -> Optional.of(dev.mallbots.search.domain.OrderStatus.PENDING);
            case ORDER_STATUS_APPROVED -> Optional.of(dev.mallbots.search.domain.OrderStatus.APPROVED);
            case ORDER_STATUS_REJECTED -> Optional.of(dev.mallbots.search.domain.OrderStatus.REJECTED);
            case ORDER_STATUS_IN_PROGRESS -> Optional.of(dev.mallbots.search.domain.OrderStatus.IN_PROGRESS);
            case ORDER_STATUS_READY -> Optional.of(dev.mallbots.search.domain.OrderStatus.READY);
            case ORDER_STATUS_COMPLETED -> Optional.of(dev.mallbots.search.domain.OrderStatus.COMPLETED);
            case ORDER_STATUS_CANCELLED -> Optional.of(dev.mallbots.search.domain.OrderStatus.CANCELLED);
            case UNRECOGNIZED -> throw new RuleBroken("filters.status", "is not a status");
        };
    }
}
