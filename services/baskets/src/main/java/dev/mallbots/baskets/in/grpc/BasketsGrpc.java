package dev.mallbots.baskets.in.grpc;

import dev.mallbots.baskets.application.AddItem;
import dev.mallbots.baskets.application.CancelBasket;
import dev.mallbots.baskets.application.CheckOutBasket;
import dev.mallbots.baskets.application.GetBasket;
import dev.mallbots.baskets.application.RemoveItem;
import dev.mallbots.baskets.application.StartBasket;
import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.contracts.People;
import dev.mallbots.contracts.baskets.v1.AddItemRequest;
import dev.mallbots.contracts.baskets.v1.AddItemResponse;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.baskets.v1.BasketStatus;
import dev.mallbots.contracts.baskets.v1.BasketsService;
import dev.mallbots.contracts.baskets.v1.CancelBasketRequest;
import dev.mallbots.contracts.baskets.v1.CancelBasketResponse;
import dev.mallbots.contracts.baskets.v1.CheckOutBasketRequest;
import dev.mallbots.contracts.baskets.v1.CheckOutBasketResponse;
import dev.mallbots.contracts.baskets.v1.GetBasketRequest;
import dev.mallbots.contracts.baskets.v1.GetBasketResponse;
import dev.mallbots.contracts.baskets.v1.RemoveItemRequest;
import dev.mallbots.contracts.baskets.v1.RemoveItemResponse;
import dev.mallbots.contracts.baskets.v1.StartBasketRequest;
import dev.mallbots.contracts.baskets.v1.StartBasketResponse;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.UUID;

@GrpcService
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class BasketsGrpc implements BasketsService {

    private final StartBasket startBasket;
    private final GetBasket getBasket;
    private final AddItem addItem;
    private final RemoveItem removeItem;
    private final CancelBasket cancelBasket;
    private final CheckOutBasket checkOutBasket;
    private final Amounts amounts;

    BasketsGrpc(
            StartBasket startBasket,
            GetBasket getBasket,
            AddItem addItem,
            RemoveItem removeItem,
            CancelBasket cancelBasket,
            CheckOutBasket checkOutBasket,
            Amounts amounts) {
        this.startBasket = startBasket;
        this.getBasket = getBasket;
        this.addItem = addItem;
        this.removeItem = removeItem;
        this.cancelBasket = cancelBasket;
        this.checkOutBasket = checkOutBasket;
        this.amounts = amounts;
    }

    @Override
    public Uni<StartBasketResponse> startBasket(StartBasketRequest request) {
        return startBasket
                .handle(Fields.uuid("customerId", request.getCustomerId()))
                .map(id -> StartBasketResponse.newBuilder().setId(id.toString()).build());
    }

    @Override
    public Uni<GetBasketResponse> getBasket(GetBasketRequest request) {
        return getBasket
                .handle(Fields.uuid("id", request.getId()))
                .map(basket ->
                        GetBasketResponse.newBuilder().setBasket(wire(basket)).build());
    }

    @Override
    public Uni<AddItemResponse> addItem(AddItemRequest request) {
        return addItem.handle(
                        Fields.uuid("id", request.getId()),
                        Fields.uuid("productId", request.getProductId()),
                        request.getQuantity())
                .replaceWith(AddItemResponse.getDefaultInstance());
    }

    @Override
    public Uni<RemoveItemResponse> removeItem(RemoveItemRequest request) {
        return removeItem
                .handle(
                        Fields.uuid("id", request.getId()),
                        Fields.uuid("productId", request.getProductId()),
                        request.getQuantity())
                .replaceWith(RemoveItemResponse.getDefaultInstance());
    }

    @Override
    public Uni<CancelBasketResponse> cancelBasket(CancelBasketRequest request) {
        return cancelBasket
                .handle(Fields.uuid("id", request.getId()))
                .replaceWith(CancelBasketResponse.getDefaultInstance());
    }

    @Override
    public Uni<CheckOutBasketResponse> checkOutBasket(CheckOutBasketRequest request) {
        return checkOutBasket
                .handle(Fields.uuid("id", request.getId()), Fields.uuid("paymentId", request.getPaymentId()))
                .replaceWith(CheckOutBasketResponse.getDefaultInstance());
    }

    private dev.mallbots.contracts.baskets.v1.Basket wire(Basket basket) {
        return dev.mallbots.contracts.baskets.v1.Basket.newBuilder()
                .setId(basket.id().toString())
                .setCustomerId(basket.customerId().toString())
                .setPaymentId(basket.paymentId().map(UUID::toString).orElse(""))
                .setStatus(wire(basket.status()))
                .addAllItems(basket.items().stream().map(this::wire).toList())
                .build();
    }

    private static BasketStatus wire(dev.mallbots.baskets.domain.BasketStatus status) {
        return switch (status) {
            case OPEN -> BasketStatus.BASKET_STATUS_OPEN;
            case CANCELED -> BasketStatus.BASKET_STATUS_CANCELED;
            case CHECKED_OUT -> BasketStatus.BASKET_STATUS_CHECKED_OUT;
        };
    }

    private BasketItem wire(dev.mallbots.baskets.domain.BasketItem item) {
        return BasketItem.newBuilder()
                .setStoreId(item.storeId().toString())
                .setProductId(item.productId().toString())
                .setStoreName(item.storeName())
                .setProductName(item.productName())
                .setPrice(amounts.write(item.productPrice()))
                .setQuantity(item.quantity())
                .build();
    }
}
