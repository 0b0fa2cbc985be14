package dev.mallbots.stores.in.grpc;

import dev.mallbots.contracts.People;
import dev.mallbots.contracts.stores.v1.AddProductRequest;
import dev.mallbots.contracts.stores.v1.AddProductResponse;
import dev.mallbots.contracts.stores.v1.CreateStoreRequest;
import dev.mallbots.contracts.stores.v1.CreateStoreResponse;
import dev.mallbots.contracts.stores.v1.DecreaseProductPriceRequest;
import dev.mallbots.contracts.stores.v1.DecreaseProductPriceResponse;
import dev.mallbots.contracts.stores.v1.DisableParticipationRequest;
import dev.mallbots.contracts.stores.v1.DisableParticipationResponse;
import dev.mallbots.contracts.stores.v1.EnableParticipationRequest;
import dev.mallbots.contracts.stores.v1.EnableParticipationResponse;
import dev.mallbots.contracts.stores.v1.GetProductRequest;
import dev.mallbots.contracts.stores.v1.GetProductResponse;
import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetProductsResponse;
import dev.mallbots.contracts.stores.v1.GetStoreRequest;
import dev.mallbots.contracts.stores.v1.GetStoreResponse;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.GetStoresResponse;
import dev.mallbots.contracts.stores.v1.IncreaseProductPriceRequest;
import dev.mallbots.contracts.stores.v1.IncreaseProductPriceResponse;
import dev.mallbots.contracts.stores.v1.ListParticipatingStoresRequest;
import dev.mallbots.contracts.stores.v1.ListParticipatingStoresResponse;
import dev.mallbots.contracts.stores.v1.ListProductsRequest;
import dev.mallbots.contracts.stores.v1.ListProductsResponse;
import dev.mallbots.contracts.stores.v1.ListStoresRequest;
import dev.mallbots.contracts.stores.v1.ListStoresResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.RebrandProductRequest;
import dev.mallbots.contracts.stores.v1.RebrandProductResponse;
import dev.mallbots.contracts.stores.v1.RebrandStoreRequest;
import dev.mallbots.contracts.stores.v1.RebrandStoreResponse;
import dev.mallbots.contracts.stores.v1.RemoveProductRequest;
import dev.mallbots.contracts.stores.v1.RemoveProductResponse;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresService;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.stores.application.AddProduct;
import dev.mallbots.stores.application.Catalog;
import dev.mallbots.stores.application.CreateStore;
import dev.mallbots.stores.application.DecreasePrice;
import dev.mallbots.stores.application.DisableParticipation;
import dev.mallbots.stores.application.EnableParticipation;
import dev.mallbots.stores.application.IncreasePrice;
import dev.mallbots.stores.application.ListedProduct;
import dev.mallbots.stores.application.ListedStore;
import dev.mallbots.stores.application.Mall;
import dev.mallbots.stores.application.RebrandProduct;
import dev.mallbots.stores.application.RebrandStore;
import dev.mallbots.stores.application.RemoveProduct;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

@GrpcService
class StoresGrpc implements StoresService {

    private final CreateStore createStore;
    private final EnableParticipation enableParticipation;
    private final DisableParticipation disableParticipation;
    private final RebrandStore rebrandStore;
    private final AddProduct addProduct;
    private final RebrandProduct rebrandProduct;
    private final IncreasePrice increasePrice;
    private final DecreasePrice decreasePrice;
    private final RemoveProduct removeProduct;
    private final Mall mall;
    private final Catalog catalog;
    private final Amounts amounts;

    StoresGrpc(
            CreateStore createStore,
            EnableParticipation enableParticipation,
            DisableParticipation disableParticipation,
            RebrandStore rebrandStore,
            AddProduct addProduct,
            RebrandProduct rebrandProduct,
            IncreasePrice increasePrice,
            DecreasePrice decreasePrice,
            RemoveProduct removeProduct,
            Mall mall,
            Catalog catalog,
            Amounts amounts) {
        this.createStore = createStore;
        this.enableParticipation = enableParticipation;
        this.disableParticipation = disableParticipation;
        this.rebrandStore = rebrandStore;
        this.addProduct = addProduct;
        this.rebrandProduct = rebrandProduct;
        this.increasePrice = increasePrice;
        this.decreasePrice = decreasePrice;
        this.removeProduct = removeProduct;
        this.mall = mall;
        this.catalog = catalog;
        this.amounts = amounts;
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<CreateStoreResponse> createStore(CreateStoreRequest request) {
        return createStore
                .handle(request.getName(), request.getLocation())
                .map(id -> CreateStoreResponse.newBuilder().setId(id.toString()).build());
    }

    @Override
    @PermitAll
    public Uni<GetStoreResponse> getStore(GetStoreRequest request) {
        return mall.store(id(request.getId()))
                .map(listed ->
                        GetStoreResponse.newBuilder().setStore(store(listed)).build());
    }

    @Override
    @PermitAll
    public Uni<ListStoresResponse> listStores(ListStoresRequest request) {
        return mall.stores(page(request.getPage()))
                .map(page -> ListStoresResponse.newBuilder()
                        .addAllStores(stores(page.items()))
                        .setNext(next(page))
                        .build());
    }

    @Override
    @PermitAll
    public Uni<ListParticipatingStoresResponse> listParticipatingStores(ListParticipatingStoresRequest request) {
        return mall.participatingStores(page(request.getPage()))
                .map(page -> ListParticipatingStoresResponse.newBuilder()
                        .addAllStores(stores(page.items()))
                        .setNext(next(page))
                        .build());
    }

    @Override
    @PermitAll
    public Uni<GetStoresResponse> getStores(GetStoresRequest request) {
        return mall.storesWithIds(ids(request.getIdsList()))
                .map(found -> GetStoresResponse.newBuilder()
                        .addAllStores(stores(found))
                        .build());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<EnableParticipationResponse> enableParticipation(EnableParticipationRequest request) {
        return enableParticipation
                .handle(id(request.getId()))
                .replaceWith(EnableParticipationResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<DisableParticipationResponse> disableParticipation(DisableParticipationRequest request) {
        return disableParticipation
                .handle(id(request.getId()))
                .replaceWith(DisableParticipationResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<RebrandStoreResponse> rebrandStore(RebrandStoreRequest request) {
        return rebrandStore
                .handle(id(request.getId()), request.getName())
                .replaceWith(RebrandStoreResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<AddProductResponse> addProduct(AddProductRequest request) {
        return addProduct
                .handle(
                        Fields.uuid("storeId", request.getStoreId()),
                        request.getName(),
                        request.getDescription(),
                        request.getSku(),
                        amounts.read("price", request.getPrice()))
                .map(id -> AddProductResponse.newBuilder().setId(id.toString()).build());
    }

    @Override
    @PermitAll
    public Uni<GetProductResponse> getProduct(GetProductRequest request) {
        return catalog.product(id(request.getId()))
                .map(listed -> GetProductResponse.newBuilder()
                        .setProduct(product(listed))
                        .build());
    }

    @Override
    @PermitAll
    public Uni<ListProductsResponse> listProducts(ListProductsRequest request) {
        return catalog.productsOf(Fields.uuid("storeId", request.getStoreId()), page(request.getPage()))
                .map(page -> ListProductsResponse.newBuilder()
                        .addAllProducts(products(page.items()))
                        .setNext(next(page))
                        .build());
    }

    @Override
    @PermitAll
    public Uni<GetProductsResponse> getProducts(GetProductsRequest request) {
        return catalog.productsWithIds(ids(request.getIdsList()))
                .map(found -> GetProductsResponse.newBuilder()
                        .addAllProducts(products(found))
                        .build());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<RebrandProductResponse> rebrandProduct(RebrandProductRequest request) {
        return rebrandProduct
                .handle(id(request.getId()), request.getName(), request.getDescription())
                .replaceWith(RebrandProductResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<IncreaseProductPriceResponse> increaseProductPrice(IncreaseProductPriceRequest request) {
        return increasePrice
                .handle(id(request.getId()), amounts.read("price", request.getPrice()))
                .replaceWith(IncreaseProductPriceResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<DecreaseProductPriceResponse> decreaseProductPrice(DecreaseProductPriceRequest request) {
        return decreasePrice
                .handle(id(request.getId()), amounts.read("price", request.getPrice()))
                .replaceWith(DecreaseProductPriceResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<RemoveProductResponse> removeProduct(RemoveProductRequest request) {
        return removeProduct.handle(id(request.getId())).replaceWith(RemoveProductResponse.getDefaultInstance());
    }

    private static UUID id(String text) {
        return Fields.uuid("id", text);
    }

    private static List<UUID> ids(List<String> texts) {
        if (texts.size() > PageRequest.MOST) {
            throw new RuleBroken("ids", "must be at most " + PageRequest.MOST);
        }
        return IntStream.range(0, texts.size())
                .mapToObj(i -> Fields.uuid("ids[%d]".formatted(i), texts.get(i)))
                .toList();
    }

    private static PageRequest page(dev.mallbots.contracts.common.v1.PageRequest page) {
        return PageRequest.of(page.getLimit() == 0 ? null : page.getLimit(), page.getNext());
    }

    private static String next(Page<?> page) {
        return page.next() == null ? "" : page.next();
    }

    private static List<Store> stores(List<ListedStore> listed) {
        return listed.stream().map(StoresGrpc::store).toList();
    }

    private static Store store(ListedStore listed) {
        var store = listed.store();
        return Store.newBuilder()
                .setId(store.id().toString())
                .setName(store.name())
                .setLocation(store.location())
                .setParticipating(store.participating())
                .setVersion(listed.version())
                .build();
    }

    private List<Product> products(List<ListedProduct> listed) {
        return listed.stream().map(this::product).toList();
    }

    private Product product(ListedProduct listed) {
        var product = listed.product();
        return Product.newBuilder()
                .setId(product.id().toString())
                .setStoreId(product.storeId().toString())
                .setName(product.name())
                .setDescription(product.description())
                .setSku(product.sku())
                .setPrice(amounts.write(product.price()))
                .setVersion(listed.version())
                .build();
    }
}
