package dev.mallbots.ordering.in.grpc;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.People;
import dev.mallbots.contracts.ordering.v1.CancelOrderRequest;
import dev.mallbots.contracts.ordering.v1.CancelOrderResponse;
import dev.mallbots.contracts.ordering.v1.CreateOrderRequest;
import dev.mallbots.contracts.ordering.v1.CreateOrderResponse;
import dev.mallbots.contracts.ordering.v1.GetOrderRequest;
import dev.mallbots.contracts.ordering.v1.GetOrderResponse;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.OrderStatus;
import dev.mallbots.contracts.ordering.v1.OrderingService;
import dev.mallbots.ordering.application.CancelOrder;
import dev.mallbots.ordering.application.GetOrder;
import dev.mallbots.ordering.application.OrderNow;
import dev.mallbots.ordering.application.PlaceOrder;
import dev.mallbots.ordering.domain.RequestedItem;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

@GrpcService
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class OrderingGrpc implements OrderingService {

    private static final int MOST_ITEMS = 500;

    private final PlaceOrder placeOrder;
    private final GetOrder getOrder;
    private final CancelOrder cancelOrder;
    private final Amounts amounts;

    OrderingGrpc(PlaceOrder placeOrder, GetOrder getOrder, CancelOrder cancelOrder, Amounts amounts) {
        this.placeOrder = placeOrder;
        this.getOrder = getOrder;
        this.cancelOrder = cancelOrder;
        this.amounts = amounts;
    }

    @Override
    public Uni<CreateOrderResponse> createOrder(CreateOrderRequest request) {
        return placeOrder
                .handle(
                        Fields.uuid("customerId", request.getCustomerId()),
                        Fields.uuid("paymentId", request.getPaymentId()),
                        requested(request.getItemsList()))
                .map(id -> CreateOrderResponse.newBuilder().setId(id.toString()).build());
    }

    @Override
    public Uni<GetOrderResponse> getOrder(GetOrderRequest request) {
        return getOrder.handle(Fields.uuid("id", request.getId()))
                .map(now -> GetOrderResponse.newBuilder().setOrder(wire(now)).build());
    }

    @Override
    public Uni<CancelOrderResponse> cancelOrder(CancelOrderRequest request) {
        return cancelOrder
                .handle(Fields.uuid("id", request.getId()))
                .replaceWith(CancelOrderResponse.getDefaultInstance());
    }

    private List<RequestedItem> requested(List<OrderItem> items) {
        if (items.size() > MOST_ITEMS) {
            throw new RuleBroken("items", "must be at most " + MOST_ITEMS);
        }
        return IntStream.range(0, items.size())
                .mapToObj(index -> requested("items[%d].".formatted(index), items.get(index)))
                .toList();
    }

    private RequestedItem requested(String path, OrderItem item) {
        if (item.getQuantity() < 1) {
            throw new RuleBroken(path + "quantity", "must be at least 1");
        }
        return new RequestedItem(
                Fields.uuid(path + "storeId", item.getStoreId()),
                Fields.uuid(path + "productId", item.getProductId()),
                amounts.read(path + "price", item.getPrice()),
                item.getQuantity());
    }

    private dev.mallbots.contracts.ordering.v1.Order wire(OrderNow now) {
        var order = now.order();
        var wire = dev.mallbots.contracts.ordering.v1.Order.newBuilder()
                .setId(order.id().toString())
                .setCustomerId(order.customerId().toString())
                .setPaymentId(order.paymentId().toString())
                .addAllItems(order.items().stream().map(this::wire).toList())
                .setStatus(wire(order.status()))
                .setShoppingListId(order.shoppingListId().map(UUID::toString).orElse(""))
                .setTotal(amounts.write(order.total()))
                .setVersion(order.version());
        now.delayedSince().map(OrderingGrpc::timestamp).ifPresent(wire::setDelayedSince);
        return wire.build();
    }

    private OrderItem wire(dev.mallbots.ordering.domain.OrderItem item) {
        return OrderItem.newBuilder()
                .setStoreId(item.storeId().toString())
                .setProductId(item.productId().toString())
                .setStoreName(item.storeName())
                .setProductName(item.productName())
                .setPrice(amounts.write(item.price()))
                .setQuantity(item.quantity())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static OrderStatus wire(dev.mallbots.ordering.domain.OrderStatus status) {
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
}
