package dev.mallbots.analytics.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.application.Sales;
import dev.mallbots.analytics.application.Sales.Reference;
import dev.mallbots.analytics.application.Sales.Sold;
import dev.mallbots.analytics.domain.Dimension;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.analytics.domain.SalesQuestion;
import dev.mallbots.analytics.domain.Stage;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/analytics")
@Tag(name = "analytics")
@RolesAllowed(Roles.OPERATOR)
public class AnalyticsResource {

    private static final String AFTER =
            "then or later, in the years 1 to 9999, at most 366 days before before; 30 days before it when left out";
    private static final String BEFORE =
            "earlier than then, in the years 1 to 9999; the end of this hour when left out";
    private static final String BY = "^(hour|store|product)(,(hour|store|product)){0,2}$";

    /**
     * @param after the beginning of the period
     * @param before the end of the period
     * @param next missing on the last page
     */
    public record SalesAnswer(
            Instant after,
            Instant before,
            List<SalesView> sales,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static SalesAnswer of(Period period, Page<Sold> page) {
            Page<SalesView> views = page.map(SalesView::of);
            return new SalesAnswer(period.after(), period.before(), views.items(), views.next());
        }
    }

    /**
     * Sales of one group; the fields by which the request does not group are missing.
     *
     * @param hour the beginning of the hour
     * @param storeName the current name; empty until an event has brought it
     * @param productName the current name; empty until an event has brought it
     * @param quantity the number of pieces
     * @param total the amount paid for them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SalesView(
            Instant hour,
            UUID storeId,
            @Schema(examples = "Bakery") String storeName,
            UUID productId,
            @Schema(examples = "Bread") String productName,
            @Schema(examples = "2") long quantity,
            @Schema(examples = "6.40") BigDecimal total) {

        static SalesView of(Sold sold) {
            return new SalesView(
                    sold.hour().orElse(null),
                    sold.store().map(Reference::id).orElse(null),
                    nameOf(sold.store()),
                    sold.product().map(Reference::id).orElse(null),
                    nameOf(sold.product()),
                    sold.quantity(),
                    sold.total());
        }

        private static String nameOf(Optional<Reference> reference) {
            return reference.map(known -> known.name().orElse("")).orElse(null);
        }
    }

    public record FunnelAnswer(Instant after, Instant before, BasketsView baskets) {

        static FunnelAnswer of(Period period, Map<Stage, Long> baskets) {
            return new FunnelAnswer(
                    period.after(),
                    period.before(),
                    new BasketsView(
                            baskets.get(Stage.STARTED),
                            baskets.get(Stage.CHECKED_OUT),
                            baskets.get(Stage.APPROVED),
                            baskets.get(Stage.READY),
                            baskets.get(Stage.COMPLETED)));
        }
    }

    /** The number of baskets that have reached each stage by now. */
    public record BasketsView(
            @Schema(examples = "50") long started,
            @Schema(examples = "42") long checkedOut,
            @Schema(examples = "41") long approved,
            @Schema(examples = "40") long ready,
            @Schema(examples = "38") long completed) {}

    private final Sales sales;
    private final Funnel funnel;

    AnalyticsResource(Sales sales, Funnel funnel) {
        this.sales = sales;
        this.funnel = funnel;
    }

    /**
     * Sales; a line counts as sold once its order is completed. Sorted by hour, store and product, as far as the request groups by them.
     */
    @Operation(
            operationId = "getSales",
            summary = "Get the sales",
            description = "What was sold in a period, by hour, store or product. An order counts when it is completed.")
    @GET
    @Path("/sales")
    public Uni<SalesAnswer> sales(
            @RestQuery @Schema(format = "date-time", description = AFTER) String after,
            @RestQuery @Schema(format = "date-time", description = BEFORE) String before,
            @RestQuery
                    @DefaultValue("hour,store,product")
                    @Schema(pattern = BY, description = "what to tell apart, each at most once", examples = "store")
                    String by,
            @RestQuery UUID storeId,
            @RestQuery UUID productId,
            @RestQuery Integer limit,
            @RestQuery String next) {
        Period period = Periods.period(after, before);
        SalesQuestion question = new SalesQuestion(
                period, Dimension.ofWords(by), Optional.ofNullable(storeId), Optional.ofNullable(productId));
        return sales.sold(question, PageRequest.of(limit, next)).map(page -> SalesAnswer.of(period, page));
    }

    /** Of the baskets started in a period: the numbers of those checked out, approved, ready and completed, then or later. */
    @Operation(
            operationId = "getFunnel",
            summary = "Get the funnel",
            description = "How many of the baskets that were started in a period reached each further stage.")
    @GET
    @Path("/funnel")
    public Uni<FunnelAnswer> funnel(
            @RestQuery @Schema(format = "date-time", description = AFTER) String after,
            @RestQuery @Schema(format = "date-time", description = BEFORE) String before) {
        Period period = Periods.period(after, before);
        return funnel.baskets(period).map(baskets -> FunnelAnswer.of(period, baskets));
    }
}
