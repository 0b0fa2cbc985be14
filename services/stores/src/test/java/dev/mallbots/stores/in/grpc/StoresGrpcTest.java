package dev.mallbots.stores.in.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.common.v1.PageRequest;
import dev.mallbots.contracts.stores.v1.AddProductRequest;
import dev.mallbots.contracts.stores.v1.CreateStoreRequest;
import dev.mallbots.contracts.stores.v1.DecreaseProductPriceRequest;
import dev.mallbots.contracts.stores.v1.DisableParticipationRequest;
import dev.mallbots.contracts.stores.v1.EnableParticipationRequest;
import dev.mallbots.contracts.stores.v1.GetProductRequest;
import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetStoreRequest;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.IncreaseProductPriceRequest;
import dev.mallbots.contracts.stores.v1.ListParticipatingStoresRequest;
import dev.mallbots.contracts.stores.v1.ListProductsRequest;
import dev.mallbots.contracts.stores.v1.ListProductsResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.RebrandProductRequest;
import dev.mallbots.contracts.stores.v1.RebrandStoreRequest;
import dev.mallbots.contracts.stores.v1.RemoveProductRequest;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc.StoresServiceBlockingStub;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithMall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class StoresGrpcTest {

    @TestHTTPResource
    URL service;

    private ManagedChannel channel;
    private StoresServiceBlockingStub stores;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        stores = StoresServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void a_store_carries_the_version_from_which_a_copy_continues() {
        String id = createStore("Waldorf Books");
        stores.enableParticipation(
                EnableParticipationRequest.newBuilder().setId(id).build());
        stores.rebrandStore(RebrandStoreRequest.newBuilder()
                .setId(id)
                .setName("Statler Books")
                .build());

        assertThat(stores.getStore(GetStoreRequest.newBuilder().setId(id).build())
                        .getStore())
                .isEqualTo(Store.newBuilder()
                        .setId(id)
                        .setName("Statler Books")
                        .setLocation("North wing")
                        .setParticipating(true)
                        .setVersion(3)
                        .build());
        assertThat(stores.listParticipatingStores(ListParticipatingStoresRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setLimit(500))
                                .build())
                        .getStoresList())
                .extracting(Store::getId)
                .contains(id);
    }

    @Test
    void a_product_carries_the_version_from_which_a_copy_continues() {
        String store = createStore("Waldorf Books");
        String id = addProduct(store, "9.99");
        stores.increaseProductPrice(IncreaseProductPriceRequest.newBuilder()
                .setId(id)
                .setPrice(euros("12.5"))
                .build());
        stores.decreaseProductPrice(DecreaseProductPriceRequest.newBuilder()
                .setId(id)
                .setPrice(euros("11"))
                .build());
        stores.rebrandProduct(RebrandProductRequest.newBuilder()
                .setId(id)
                .setName("Binoculars")
                .setDescription("Strong")
                .build());

        assertThat(stores.getProduct(GetProductRequest.newBuilder().setId(id).build())
                        .getProduct())
                .isEqualTo(Product.newBuilder()
                        .setId(id)
                        .setStoreId(store)
                        .setName("Binoculars")
                        .setDescription("Strong")
                        .setSku("OG-1")
                        .setPrice(euros("11"))
                        .setVersion(4)
                        .build());
    }

    @Test
    void several_ids_are_looked_up_at_once_and_unknown_or_removed_ones_are_left_out() {
        String store = createStore("Waldorf Books");
        String kept = addProduct(store, "1");
        String removed = addProduct(store, "2");
        stores.removeProduct(RemoveProductRequest.newBuilder().setId(removed).build());

        assertThat(stores.getStores(GetStoresRequest.newBuilder()
                                .addIds(store)
                                .addIds(Ids.next().toString())
                                .build())
                        .getStoresList())
                .extracting(Store::getId)
                .containsExactly(store);
        assertThat(stores.getProducts(GetProductsRequest.newBuilder()
                                .addIds(kept)
                                .addIds(removed)
                                .build())
                        .getProductsList())
                .extracting(Product::getId)
                .containsExactly(kept);
        assertThat(stores.getProducts(GetProductsRequest.getDefaultInstance()).getProductsList())
                .isEmpty();
    }

    @Test
    void a_catalog_is_listed_page_by_page() {
        String store = createStore("Waldorf Books");
        String first = addProduct(store, "1");
        String second = addProduct(store, "2");

        ListProductsResponse page = products(store, "");
        assertThat(page.getProductsList()).extracting(Product::getId).containsExactly(first);
        ListProductsResponse last = products(store, page.getNext());
        assertThat(last.getProductsList()).extracting(Product::getId).containsExactly(second);
        assertThat(last.getNext()).isEmpty();
    }

    @Test
    void refusals_have_the_matching_grpc_status() {
        String store = createStore("Waldorf Books");

        assertThat(refusal(() -> stores.getStore(GetStoreRequest.newBuilder()
                        .setId(Ids.next().toString())
                        .build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refusal(() -> stores.getStore(
                        GetStoreRequest.newBuilder().setId("seven").build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> createStore(" "))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> addProduct(store, "-1"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> addProduct(store, ""))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> stores.disableParticipation(
                        DisableParticipationRequest.newBuilder().setId(store).build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refusal(() -> stores.getStores(GetStoresRequest.newBuilder()
                        .addAllIds(Collections.nCopies(501, store))
                        .build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private ListProductsResponse products(String store, String next) {
        return stores.listProducts(ListProductsRequest.newBuilder()
                .setStoreId(store)
                .setPage(PageRequest.newBuilder().setLimit(1).setNext(next))
                .build());
    }

    private String createStore(String name) {
        return stores.createStore(CreateStoreRequest.newBuilder()
                        .setName(name)
                        .setLocation("North wing")
                        .build())
                .getId();
    }

    private String addProduct(String store, String price) {
        return stores.addProduct(AddProductRequest.newBuilder()
                        .setStoreId(store)
                        .setName("Opera glasses")
                        .setSku("OG-1")
                        .setPrice(euros(price))
                        .build())
                .getId();
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }

    private static Status.Code refusal(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run)
                .getStatus()
                .getCode();
    }
}
