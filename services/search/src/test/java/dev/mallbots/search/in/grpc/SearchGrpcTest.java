package dev.mallbots.search.in.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.common.v1.PageRequest;
import dev.mallbots.contracts.ordering.v1.OrderStatus;
import dev.mallbots.contracts.search.v1.FoundOrder;
import dev.mallbots.contracts.search.v1.GetOrderRequest;
import dev.mallbots.contracts.search.v1.SearchFilters;
import dev.mallbots.contracts.search.v1.SearchOrdersRequest;
import dev.mallbots.contracts.search.v1.SearchOrdersResponse;
import dev.mallbots.contracts.search.v1.SearchServiceGrpc;
import dev.mallbots.contracts.search.v1.SearchServiceGrpc.SearchServiceBlockingStub;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.search.Others;
import dev.mallbots.search.Others.Line;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class SearchGrpcTest {

    @TestHTTPResource
    URL service;

    private final Others others = new Others();
    private final UUID customer = Ids.next();
    private ManagedChannel channel;
    private SearchServiceBlockingStub search;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        search = SearchServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        others.topics().close();
    }

    @Test
    void orders_are_found_by_every_filter_at_once_and_page_by_page() {
        Line line = Line.of("10", 2);
        UUID first = others.ordered(customer, "20", line);
        UUID second = others.ordered(customer, "20", line);
        others.ordered(customer, "21", line);
        SearchFilters filters = SearchFilters.newBuilder()
                .setCustomerId(customer.toString())
                .setAfter(Timestamp.newBuilder().setSeconds(0))
                .setBefore(Timestamp.newBuilder().setSeconds(253_402_300_799L))
                .addStoreIds(line.store().toString())
                .addProductIds(line.product().toString())
                .setMinTotal(euros("20"))
                .setMaxTotal(euros("20"))
                .setStatus(OrderStatus.ORDER_STATUS_PENDING)
                .build();
        await().until(() -> find(filters, 500, "").getOrdersCount() == 2);

        SearchOrdersResponse page = find(filters, 1, "");
        assertThat(page.getOrdersList()).extracting(FoundOrder::getOrderId).containsExactly(second.toString());
        SearchOrdersResponse last = find(filters, 1, page.getNext());
        assertThat(last.getOrdersList()).extracting(FoundOrder::getOrderId).containsExactly(first.toString());
        assertThat(last.getNext()).isEmpty();
        FoundOrder found = search.getOrder(
                        GetOrderRequest.newBuilder().setId(first.toString()).build())
                .getOrder();
        assertThat(found).isEqualTo(last.getOrders(0));
        assertThat(found.getTotal()).isEqualTo(euros("20"));
        assertThat(found.getItems(0).getPrice()).isEqualTo(euros("10"));
        assertThat(found.getItems(0).getStoreName()).isEqualTo("old store");
    }

    @Test
    void refusals_have_the_matching_grpc_status() {
        assertThat(refusal(() -> search.getOrder(GetOrderRequest.newBuilder()
                        .setId(Ids.next().toString())
                        .build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refusal(() ->
                        find(SearchFilters.newBuilder().setCustomerId("seven").build(), 1, "")))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> find(
                        SearchFilters.newBuilder()
                                .setAfter(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                                .build(),
                        1,
                        "")))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> find(SearchFilters.getDefaultInstance(), 501, "")))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private SearchOrdersResponse find(SearchFilters filters, int limit, String next) {
        return search.searchOrders(SearchOrdersRequest.newBuilder()
                .setFilters(filters)
                .setPage(PageRequest.newBuilder().setLimit(limit).setNext(next))
                .build());
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
