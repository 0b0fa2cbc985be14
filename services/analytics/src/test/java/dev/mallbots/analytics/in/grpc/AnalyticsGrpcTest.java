package dev.mallbots.analytics.in.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.mallbots.analytics.Others;
import dev.mallbots.analytics.Others.Line;
import dev.mallbots.contracts.analytics.v1.AnalyticsServiceGrpc;
import dev.mallbots.contracts.analytics.v1.AnalyticsServiceGrpc.AnalyticsServiceBlockingStub;
import dev.mallbots.contracts.analytics.v1.AuditedEvent;
import dev.mallbots.contracts.analytics.v1.Baskets;
import dev.mallbots.contracts.analytics.v1.Dimension;
import dev.mallbots.contracts.analytics.v1.GetFunnelRequest;
import dev.mallbots.contracts.analytics.v1.GetSalesRequest;
import dev.mallbots.contracts.analytics.v1.GetTrailRequest;
import dev.mallbots.contracts.analytics.v1.Period;
import dev.mallbots.contracts.analytics.v1.Sold;
import dev.mallbots.contracts.common.v1.PageRequest;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class AnalyticsGrpcTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2032-01-31T12:00:00Z");
    private static final Period DAY = Period.newBuilder()
            .setAfter(timestamp(NOON.minusSeconds(43200)))
            .setBefore(timestamp(NOON.plusSeconds(43200)))
            .build();

    @TestHTTPResource
    URL service;

    private final Others others = new Others();
    private ManagedChannel channel;
    private AnalyticsServiceBlockingStub analytics;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        analytics = AnalyticsServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        others.topics().close();
    }

    @Test
    void sales_are_grouped_and_paged() {
        Line line = Line.of("3.2", 2);
        others.storeCreated(line.store(), "Bakery");
        others.sold(NOON, line);
        others.sold(NOON.plusSeconds(3600), line);
        GetSalesRequest byHourAndStore = GetSalesRequest.newBuilder()
                .setPeriod(DAY)
                .addBy(Dimension.DIMENSION_STORE)
                .addBy(Dimension.DIMENSION_HOUR)
                .setStoreId(line.store().toString())
                .setPage(PageRequest.newBuilder().setLimit(1))
                .build();
        await().atMost(SOON)
                .until(() -> !analytics.getSales(byHourAndStore).getNext().isEmpty());
        await().atMost(SOON)
                .until(() -> analytics
                        .getSales(byHourAndStore)
                        .getSales(0)
                        .getStoreName()
                        .equals("Bakery"));

        var first = analytics.getSales(byHourAndStore);
        assertThat(first.getPeriod()).isEqualTo(DAY);
        Sold sold = first.getSales(0);
        assertThat(sold.getHour()).isEqualTo(timestamp(NOON));
        assertThat(sold.getStoreId()).isEqualTo(line.store().toString());
        assertThat(sold.getProductId()).isEmpty();
        assertThat(sold.getQuantity()).isEqualTo(2);
        assertThat(sold.getTotal().getAmount()).isEqualTo("6.4");
        assertThat(sold.getTotal().getCurrency()).isEqualTo("EUR");
        var second = analytics.getSales(byHourAndStore.toBuilder()
                .setPage(PageRequest.newBuilder().setLimit(1).setNext(first.getNext()))
                .build());
        assertThat(second.getSales(0).getHour()).isEqualTo(timestamp(NOON.plusSeconds(3600)));
        assertThat(second.getNext()).isEmpty();
    }

    @Test
    void the_funnel_has_every_stage() {
        UUID basket = Ids.next();
        // no other test has baskets on this day
        Instant noon = Instant.parse("2033-01-31T12:00:00Z");
        others.basketStarted(basket, noon);
        others.basketCheckedOut(basket, noon);
        GetFunnelRequest ofTheDay = GetFunnelRequest.newBuilder()
                .setPeriod(Period.newBuilder()
                        .setAfter(timestamp(noon.minusSeconds(43200)))
                        .setBefore(timestamp(noon.plusSeconds(43200))))
                .build();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(analytics.getFunnel(ofTheDay).getBaskets())
                        .isEqualTo(Baskets.newBuilder()
                                .setStarted(1)
                                .setCheckedOut(1)
                                .build()));
    }

    @Test
    void a_trail_contains_the_data_of_each_event() {
        UUID basket = Ids.next();
        others.basketStarted(basket, NOON);
        GetTrailRequest ofTheBasket =
                GetTrailRequest.newBuilder().setId(basket.toString()).build();
        await().atMost(SOON).until(() -> status(() -> analytics.getTrail(ofTheBasket)) == Status.Code.OK);

        List<AuditedEvent> trail = analytics.getTrail(ofTheBasket).getEventsList();
        assertThat(trail).hasSize(1);
        assertThat(trail.getFirst().getType()).isEqualTo("mallbots.baskets.v1.BasketStarted");
        assertThat(trail.getFirst().getTime()).isEqualTo(timestamp(NOON));
        assertThat(trail.getFirst().getData().getFieldsOrThrow("basketId").getStringValue())
                .isEqualTo(basket.toString());
    }

    @Test
    void a_bad_request_is_refused_and_an_unknown_id_is_not_found() {
        GetTrailRequest unknown =
                GetTrailRequest.newBuilder().setId(Ids.next().toString()).build();
        GetSalesRequest twice = GetSalesRequest.newBuilder()
                .addBy(Dimension.DIMENSION_HOUR)
                .addBy(Dimension.DIMENSION_HOUR)
                .build();
        GetSalesRequest unspecified = GetSalesRequest.newBuilder()
                .addBy(Dimension.DIMENSION_UNSPECIFIED)
                .build();
        GetFunnelRequest never = GetFunnelRequest.newBuilder()
                .setPeriod(Period.newBuilder().setAfter(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))
                .build();

        assertThat(status(() -> analytics.getTrail(unknown))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status(() -> analytics.getTrail(GetTrailRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> analytics.getSales(twice))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> analytics.getSales(unspecified))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> analytics.getFunnel(never))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    private static Status.Code status(Runnable call) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
        return failure == null ? Status.Code.OK : failure.getStatus().getCode();
    }
}
