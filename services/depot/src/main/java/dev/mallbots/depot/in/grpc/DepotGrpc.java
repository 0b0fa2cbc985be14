package dev.mallbots.depot.in.grpc;

import static dev.mallbots.platform.service.Fields.uuid;

import dev.mallbots.contracts.People;
import dev.mallbots.contracts.depot.v1.AssignShoppingListRequest;
import dev.mallbots.contracts.depot.v1.AssignShoppingListResponse;
import dev.mallbots.contracts.depot.v1.BotStatus;
import dev.mallbots.contracts.depot.v1.CancelShoppingListRequest;
import dev.mallbots.contracts.depot.v1.CancelShoppingListResponse;
import dev.mallbots.contracts.depot.v1.CompleteShoppingListRequest;
import dev.mallbots.contracts.depot.v1.CompleteShoppingListResponse;
import dev.mallbots.contracts.depot.v1.CreateShoppingListRequest;
import dev.mallbots.contracts.depot.v1.CreateShoppingListResponse;
import dev.mallbots.contracts.depot.v1.DepotService;
import dev.mallbots.contracts.depot.v1.GetShoppingListRequest;
import dev.mallbots.contracts.depot.v1.GetShoppingListResponse;
import dev.mallbots.contracts.depot.v1.ListBotsRequest;
import dev.mallbots.contracts.depot.v1.ListBotsResponse;
import dev.mallbots.contracts.depot.v1.ListShoppingListsRequest;
import dev.mallbots.contracts.depot.v1.ListShoppingListsResponse;
import dev.mallbots.contracts.depot.v1.ShoppingItem;
import dev.mallbots.contracts.depot.v1.ShoppingListStatus;
import dev.mallbots.contracts.depot.v1.StopItem;
import dev.mallbots.depot.application.AssignShoppingList;
import dev.mallbots.depot.application.Bots;
import dev.mallbots.depot.application.CancelShoppingList;
import dev.mallbots.depot.application.CompleteShoppingList;
import dev.mallbots.depot.application.CreateShoppingList;
import dev.mallbots.depot.application.ShoppingLists;
import dev.mallbots.depot.application.Wanted;
import dev.mallbots.depot.domain.Bot;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.Stop;
import dev.mallbots.depot.in.clock.BotsClock;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

@GrpcService
@RolesAllowed({People.STAFF, Roles.OPERATOR})
class DepotGrpc implements DepotService {

    private final CreateShoppingList createShoppingList;
    private final CancelShoppingList cancelShoppingList;
    private final AssignShoppingList assignShoppingList;
    private final CompleteShoppingList completeShoppingList;
    private final ShoppingLists lists;
    private final Bots bots;
    private final BotsClock clock;

    DepotGrpc(
            CreateShoppingList createShoppingList,
            CancelShoppingList cancelShoppingList,
            AssignShoppingList assignShoppingList,
            CompleteShoppingList completeShoppingList,
            ShoppingLists lists,
            Bots bots,
            BotsClock clock) {
        this.createShoppingList = createShoppingList;
        this.cancelShoppingList = cancelShoppingList;
        this.assignShoppingList = assignShoppingList;
        this.completeShoppingList = completeShoppingList;
        this.lists = lists;
        this.bots = bots;
        this.clock = clock;
    }

    @Override
    public Uni<CreateShoppingListResponse> createShoppingList(CreateShoppingListRequest request) {
        return createShoppingList
                .byStaff(uuid("orderId", request.getOrderId()), wanted(request.getItemsList()))
                .map(id -> CreateShoppingListResponse.newBuilder()
                        .setId(id.toString())
                        .build());
    }

    @Override
    public Uni<GetShoppingListResponse> getShoppingList(GetShoppingListRequest request) {
        return lists.get(uuid("id", request.getId()))
                .map(list -> GetShoppingListResponse.newBuilder()
                        .setShoppingList(message(list))
                        .build());
    }

    @Override
    public Uni<ListShoppingListsResponse> listShoppingLists(ListShoppingListsRequest request) {
        Optional<UUID> order =
                request.getOrderId().isEmpty() ? Optional.empty() : Optional.of(uuid("orderId", request.getOrderId()));
        return lists.list(order, page(request.getPage()))
                .map(page -> ListShoppingListsResponse.newBuilder()
                        .addAllShoppingLists(page.map(DepotGrpc::message).items())
                        .setNext(Optional.ofNullable(page.next()).orElse(""))
                        .build());
    }

    @Override
    public Uni<CancelShoppingListResponse> cancelShoppingList(CancelShoppingListRequest request) {
        return cancelShoppingList
                .handle(uuid("id", request.getId()))
                .invoke(clock::wake)
                .replaceWith(CancelShoppingListResponse.getDefaultInstance());
    }

    @Override
    public Uni<AssignShoppingListResponse> assignShoppingList(AssignShoppingListRequest request) {
        return assignShoppingList
                .handle(uuid("id", request.getId()), uuid("botId", request.getBotId()))
                .invoke(clock::wake)
                .replaceWith(AssignShoppingListResponse.getDefaultInstance());
    }

    @Override
    public Uni<CompleteShoppingListResponse> completeShoppingList(CompleteShoppingListRequest request) {
        return completeShoppingList
                .handle(uuid("id", request.getId()))
                .invoke(clock::wake)
                .replaceWith(CompleteShoppingListResponse.getDefaultInstance());
    }

    @Override
    public Uni<ListBotsResponse> listBots(ListBotsRequest request) {
        return bots.list(page(request.getPage()))
                .map(page -> ListBotsResponse.newBuilder()
                        .addAllBots(page.map(DepotGrpc::message).items())
                        .setNext(Optional.ofNullable(page.next()).orElse(""))
                        .build());
    }

    private static PageRequest page(dev.mallbots.contracts.common.v1.PageRequest asked) {
        return PageRequest.of(asked.getLimit() == 0 ? null : asked.getLimit(), asked.getNext());
    }

    private static List<Wanted> wanted(List<ShoppingItem> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new Wanted(
                        uuid("items[%d].productId".formatted(i), items.get(i).getProductId()),
                        uuid("items[%d].storeId".formatted(i), items.get(i).getStoreId()),
                        items.get(i).getQuantity()))
                .toList();
    }

    private static dev.mallbots.contracts.depot.v1.ShoppingList message(ShoppingList list) {
        return dev.mallbots.contracts.depot.v1.ShoppingList.newBuilder()
                .setId(list.id().toString())
                .setOrderId(list.orderId().toString())
                .addAllStops(list.stops().stream().map(DepotGrpc::message).toList())
                .setStatus(
                        switch (list.status()) {
                            case PENDING -> ShoppingListStatus.SHOPPING_LIST_STATUS_PENDING;
                            case AVAILABLE -> ShoppingListStatus.SHOPPING_LIST_STATUS_AVAILABLE;
                            case ASSIGNED -> ShoppingListStatus.SHOPPING_LIST_STATUS_ASSIGNED;
                            case ACTIVE -> ShoppingListStatus.SHOPPING_LIST_STATUS_ACTIVE;
                            case COMPLETED -> ShoppingListStatus.SHOPPING_LIST_STATUS_COMPLETED;
                            case CANCELLED -> ShoppingListStatus.SHOPPING_LIST_STATUS_CANCELLED;
                        })
                .setAssignedBotId(list.botId().map(UUID::toString).orElse(""))
                .build();
    }

    private static dev.mallbots.contracts.depot.v1.Stop message(Stop stop) {
        return dev.mallbots.contracts.depot.v1.Stop.newBuilder()
                .setStoreId(stop.storeId().toString())
                .setStoreName(stop.storeName())
                .setStoreLocation(stop.storeLocation())
                .addAllItems(stop.items().stream()
                        .map(item -> StopItem.newBuilder()
                                .setProductId(item.productId().toString())
                                .setProductName(item.productName())
                                .setQuantity(item.quantity())
                                .build())
                        .toList())
                .build();
    }

    private static dev.mallbots.contracts.depot.v1.Bot message(Bot bot) {
        return dev.mallbots.contracts.depot.v1.Bot.newBuilder()
                .setId(bot.id().toString())
                .setName(bot.name())
                .setStatus(bot.isIdle() ? BotStatus.BOT_STATUS_IDLE : BotStatus.BOT_STATUS_ACTIVE)
                .setShoppingListId(bot.shoppingListId().map(UUID::toString).orElse(""))
                .build();
    }
}
