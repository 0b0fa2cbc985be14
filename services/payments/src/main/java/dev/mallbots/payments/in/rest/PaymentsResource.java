package dev.mallbots.payments.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.payments.application.AuthorizePayment;
import dev.mallbots.payments.application.ViewPayment;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/payments")
@Tag(name = "payments")
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class PaymentsResource {

    public record NewPayment(
            @NotNull UUID customerId,

            @NotNull @DecimalMin(value = "0", inclusive = false) @Digits(integer = 15, fraction = 4)
            BigDecimal amount) {}

    public record Created(UUID id) {}

    /** @param orderId missing until the payment is confirmed for an order */
    public record PaymentView(
            UUID id,
            UUID customerId,
            BigDecimal amount,

            @Schema(enumeration = {"authorized", "confirmed", "captured", "voided"})
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) UUID orderId) {

        static PaymentView of(Payment payment) {
            return new PaymentView(
                    payment.id(),
                    payment.customerId(),
                    payment.amount().amount(),
                    payment.status().word(),
                    payment.orderId().orElse(null));
        }
    }

    public record PaymentAnswer(PaymentView payment) {}

    private final AuthorizePayment authorizePayment;
    private final ViewPayment viewPayment;

    PaymentsResource(AuthorizePayment authorizePayment, ViewPayment viewPayment) {
        this.authorizePayment = authorizePayment;
        this.viewPayment = viewPayment;
    }

    @Operation(
            operationId = "authorizePayment",
            summary = "Authorize a payment",
            description = "Has an amount held for the customer. The payment can then be named by one order.")
    @POST
    public Uni<Created> authorize(@Valid @NotNull NewPayment body) {
        return authorizePayment
                .handle(body.customerId(), Money.of(body.amount()))
                .map(Created::new);
    }

    @Operation(
            operationId = "getPayment",
            summary = "Get a payment",
            description = "A payment, and the order that it pays for.")
    @GET
    @Path("/{id}")
    public Uni<PaymentAnswer> payment(UUID id) {
        return viewPayment.handle(id).map(PaymentView::of).map(PaymentAnswer::new);
    }
}
