package dev.mallbots.analytics.in.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.application.Sales;
import dev.mallbots.analytics.application.Sales.Reference;
import dev.mallbots.analytics.domain.Dimension;
import dev.mallbots.analytics.domain.SalesQuestion;
import dev.mallbots.analytics.domain.Stage;
import dev.mallbots.contracts.analytics.v1.AnalyticsService;
import dev.mallbots.contracts.analytics.v1.AuditedEvent;
import dev.mallbots.contracts.analytics.v1.Baskets;
import dev.mallbots.contracts.analytics.v1.GetFunnelRequest;
import dev.mallbots.contracts.analytics.v1.GetFunnelResponse;
import dev.mallbots.contracts.analytics.v1.GetSalesRequest;
import dev.mallbots.contracts.analytics.v1.GetSalesResponse;
import dev.mallbots.contracts.analytics.v1.GetTrailRequest;
import dev.mallbots.contracts.analytics.v1.GetTrailResponse;
import dev.mallbots.contracts.analytics.v1.Period;
import dev.mallbots.contracts.analytics.v1.Sold;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@GrpcService
@RolesAllowed(Roles.OPERATOR)
class AnalyticsGrpc implements AnalyticsService {

    private final Sales sales;
    private final Funnel funnel;
    private final AuditTrail trail;
    private final Amounts amounts;

    AnalyticsGrpc(Sales sales, Funnel funnel, AuditTrail trail, Amounts amounts) {
        this.sales = sales;
        this.funnel = funnel;
        this.trail = trail;
        this.amounts = amounts;
    }

    @Override
    public Uni<GetSalesResponse> getSales(GetSalesRequest request) {
        var period = period(request.getPeriod());
        var question = new SalesQuestion(
                period,
                dimensions(request.getByList()),
                id("storeId", request.getStoreId()),
                id("productId", request.getProductId()));
        return sales.sold(question, page(request.getPage()))
                .map(page -> GetSalesResponse.newBuilder()
                        .setPeriod(message(period))
                        .addAllSales(page.items().stream().map(this::message).toList())
                        .setNext(page.next() == null ? "" : page.next())
                        .build());
    }

    @Override
    public Uni<GetFunnelResponse> getFunnel(GetFunnelRequest request) {
        var period = period(request.getPeriod());
        return funnel.baskets(period)
                .map(baskets -> GetFunnelResponse.newBuilder()
                        .setPeriod(message(period))
                        .setBaskets(Baskets.newBuilder()
                                .setStarted(baskets.get(Stage.STARTED))
                                .setCheckedOut(baskets.get(Stage.CHECKED_OUT))
                                .setApproved(baskets.get(Stage.APPROVED))
                                .setReady(baskets.get(Stage.READY))
                                .setCompleted(baskets.get(Stage.COMPLETED)))
                        .build());
    }

    @Override
    public Uni<GetTrailResponse> getTrail(GetTrailRequest request) {
        return trail.of(Fields.uuid("id", request.getId()), page(request.getPage()))
                .map(page -> GetTrailResponse.newBuilder()
                        .addAllEvents(page.items().stream()
                                .map(AnalyticsGrpc::message)
                                .toList())
                        .setNext(page.next() == null ? "" : page.next())
                        .build());
    }

    private static PageRequest page(dev.mallbots.contracts.common.v1.PageRequest page) {
        return PageRequest.of(page.getLimit() == 0 ? null : page.getLimit(), page.getNext());
    }

    private static dev.mallbots.analytics.domain.Period period(Period period) {
        return dev.mallbots.analytics.domain.Period.of(
                period.hasAfter() ? Optional.of(instant("after", period.getAfter())) : Optional.empty(),
                period.hasBefore() ? Optional.of(instant("before", period.getBefore())) : Optional.empty(),
                Instant.now());
    }

    private static Instant instant(String field, Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw new RuleBroken(field, "is not a timestamp");
        }
    }

    private static Optional<UUID> id(String field, String text) {
        return Optional.of(text).filter(id -> !id.isEmpty()).map(id -> Fields.uuid(field, id));
    }

    private static Set<Dimension> dimensions(List<dev.mallbots.contracts.analytics.v1.Dimension> by) {
        if (by.isEmpty()) {
            return EnumSet.allOf(Dimension.class);
        }
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        for (var dimension : by) {
            if (!dimensions.add(dimension(dimension))) {
                throw new RuleBroken("by", "must name each only once");
            }
        }
        return dimensions;
    }

    private static Dimension dimension(dev.mallbots.contracts.analytics.v1.Dimension dimension) {
        return switch (dimension) {
            case DIMENSION_HOUR -> Dimension.HOUR;
            case DIMENSION_STORE -> Dimension.STORE;
            case DIMENSION_PRODUCT -> Dimension.PRODUCT;
            case DIMENSION_UNSPECIFIED, UNRECOGNIZED -> throw new RuleBroken("by", "must be hour, store or product");
        };
    }

    private Sold message(Sales.Sold sold) {
        Sold.Builder message = Sold.newBuilder()
                .setStoreId(sold.store().map(Reference::id).map(UUID::toString).orElse(""))
                .setStoreName(sold.store().flatMap(Reference::name).orElse(""))
                .setProductId(
                        sold.product().map(Reference::id).map(UUID::toString).orElse(""))
                .setProductName(sold.product().flatMap(Reference::name).orElse(""))
                .setQuantity(sold.quantity())
                .setTotal(amounts.writeSum(sold.total()));
        sold.hour().map(AnalyticsGrpc::message).ifPresent(message::setHour);
        return message.build();
    }

    private static Period message(dev.mallbots.analytics.domain.Period period) {
        return Period.newBuilder()
                .setAfter(message(period.after()))
                .setBefore(message(period.before()))
                .build();
    }

    private static Timestamp message(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static AuditedEvent message(dev.mallbots.analytics.domain.AuditedEvent event) {
        return AuditedEvent.newBuilder()
                .setId(event.id().toString())
                .setType(event.type())
                .setSource(event.source())
                .setSubject(event.subject().toString())
                .setSequence(event.sequence())
                .setTime(message(event.happenedAt()))
                .setCorrelationId(event.correlationId().map(UUID::toString).orElse(""))
                .setCausationId(event.causationId().map(UUID::toString).orElse(""))
                .setTraceId(event.traceId().orElse(""))
                .setData(struct(event.data()))
                .build();
    }

    private static Struct struct(String json) {
        try {
            Struct.Builder struct = Struct.newBuilder();
            JsonFormat.parser().merge(json, struct);
            return struct.build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was kept of an event is no JSON object", e);
        }
    }
}
