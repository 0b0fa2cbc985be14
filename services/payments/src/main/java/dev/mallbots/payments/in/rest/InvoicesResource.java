package dev.mallbots.payments.in.rest;

import dev.mallbots.contracts.People;
import dev.mallbots.payments.application.AdjustInvoice;
import dev.mallbots.payments.application.PayInvoice;
import dev.mallbots.payments.application.ViewInvoice;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/payments/invoices")
@Tag(name = "invoices")
public class InvoicesResource {

    public record NewAmount(
            @NotNull
            @DecimalMin(value = "0", inclusive = false)
            @Digits(integer = 15, fraction = 4)
            @Schema(description = "not more than was authorized")
            BigDecimal amount) {}

    public record InvoiceView(
            UUID id,
            UUID orderId,
            UUID paymentId,
            UUID customerId,
            BigDecimal amount,

            @Schema(enumeration = {"pending", "paid", "cancelled"})
            String status) {

        static InvoiceView of(Invoice invoice) {
            return new InvoiceView(
                    invoice.id(),
                    invoice.id(),
                    invoice.paymentId(),
                    invoice.customerId(),
                    invoice.amount().amount(),
                    invoice.status().word());
        }
    }

    public record InvoiceAnswer(InvoiceView invoice) {}

    /** {@code {}}: done, without a result. */
    public record Done() {}

    private final PayInvoice payInvoice;
    private final AdjustInvoice adjustInvoice;
    private final ViewInvoice viewInvoice;

    InvoicesResource(PayInvoice payInvoice, AdjustInvoice adjustInvoice, ViewInvoice viewInvoice) {
        this.payInvoice = payInvoice;
        this.adjustInvoice = adjustInvoice;
        this.viewInvoice = viewInvoice;
    }

    @Operation(
            operationId = "getInvoice",
            summary = "Get an invoice",
            description = "The invoice of an order. Its id is the order's.")
    @GET
    @Path("/{id}")
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<InvoiceAnswer> invoice(UUID id) {
        return viewInvoice.handle(id).map(InvoiceView::of).map(InvoiceAnswer::new);
    }

    @Operation(
            operationId = "payInvoice",
            summary = "Pay an invoice",
            description = "Pays an invoice, which completes its order. The payment that the order was placed with is "
                    + "captured.")
    @PUT
    @Path("/{id}/pay")
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<Done> pay(UUID id) {
        return payInvoice.handle(id).replaceWith(Done::new);
    }

    @Operation(
            operationId = "adjustInvoice",
            summary = "Adjust an invoice",
            description = "Changes what is to be paid, up to the authorized amount, while the invoice is pending.")
    @PUT
    @Path("/{id}/adjust")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Done> adjust(UUID id, @Valid @NotNull NewAmount body) {
        return adjustInvoice.handle(id, Money.of(body.amount())).replaceWith(Done::new);
    }
}
