package dev.mallbots.payments.in.grpc;

import dev.mallbots.contracts.People;
import dev.mallbots.contracts.payments.v1.AdjustInvoiceRequest;
import dev.mallbots.contracts.payments.v1.AdjustInvoiceResponse;
import dev.mallbots.contracts.payments.v1.AuthorizePaymentRequest;
import dev.mallbots.contracts.payments.v1.AuthorizePaymentResponse;
import dev.mallbots.contracts.payments.v1.GetInvoiceRequest;
import dev.mallbots.contracts.payments.v1.GetInvoiceResponse;
import dev.mallbots.contracts.payments.v1.GetPaymentRequest;
import dev.mallbots.contracts.payments.v1.GetPaymentResponse;
import dev.mallbots.contracts.payments.v1.InvoiceStatus;
import dev.mallbots.contracts.payments.v1.PayInvoiceRequest;
import dev.mallbots.contracts.payments.v1.PayInvoiceResponse;
import dev.mallbots.contracts.payments.v1.PaymentStatus;
import dev.mallbots.contracts.payments.v1.PaymentsService;
import dev.mallbots.payments.application.AdjustInvoice;
import dev.mallbots.payments.application.AuthorizePayment;
import dev.mallbots.payments.application.PayInvoice;
import dev.mallbots.payments.application.ViewInvoice;
import dev.mallbots.payments.application.ViewPayment;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.UUID;

@GrpcService
class PaymentsGrpc implements PaymentsService {

    private final AuthorizePayment authorizePayment;
    private final PayInvoice payInvoice;
    private final AdjustInvoice adjustInvoice;
    private final ViewPayment viewPayment;
    private final ViewInvoice viewInvoice;
    private final Amounts amounts;

    PaymentsGrpc(
            AuthorizePayment authorizePayment,
            PayInvoice payInvoice,
            AdjustInvoice adjustInvoice,
            ViewPayment viewPayment,
            ViewInvoice viewInvoice,
            Amounts amounts) {
        this.authorizePayment = authorizePayment;
        this.payInvoice = payInvoice;
        this.adjustInvoice = adjustInvoice;
        this.viewPayment = viewPayment;
        this.viewInvoice = viewInvoice;
        this.amounts = amounts;
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<AuthorizePaymentResponse> authorizePayment(AuthorizePaymentRequest request) {
        return authorizePayment
                .handle(Fields.uuid("customerId", request.getCustomerId()), amounts.read("amount", request.getAmount()))
                .map(id -> AuthorizePaymentResponse.newBuilder()
                        .setId(id.toString())
                        .build());
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<GetPaymentResponse> getPayment(GetPaymentRequest request) {
        return viewPayment
                .handle(id(request.getId()))
                .map(payment -> GetPaymentResponse.newBuilder()
                        .setPayment(message(payment))
                        .build());
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<GetInvoiceResponse> getInvoice(GetInvoiceRequest request) {
        return viewInvoice
                .handle(id(request.getId()))
                .map(invoice -> GetInvoiceResponse.newBuilder()
                        .setInvoice(message(invoice))
                        .build());
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<PayInvoiceResponse> payInvoice(PayInvoiceRequest request) {
        return payInvoice.handle(id(request.getId())).replaceWith(PayInvoiceResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed(Roles.OPERATOR)
    public Uni<AdjustInvoiceResponse> adjustInvoice(AdjustInvoiceRequest request) {
        return adjustInvoice
                .handle(id(request.getId()), amounts.read("amount", request.getAmount()))
                .replaceWith(AdjustInvoiceResponse.getDefaultInstance());
    }

    private static UUID id(String text) {
        return Fields.uuid("id", text);
    }

    private dev.mallbots.contracts.payments.v1.Payment message(Payment payment) {
        return dev.mallbots.contracts.payments.v1.Payment.newBuilder()
                .setId(payment.id().toString())
                .setCustomerId(payment.customerId().toString())
                .setAmount(amounts.write(payment.amount()))
                .setStatus(
                        switch (payment.status()) {
                            case AUTHORIZED -> PaymentStatus.PAYMENT_STATUS_AUTHORIZED;
                            case CONFIRMED -> PaymentStatus.PAYMENT_STATUS_CONFIRMED;
                            case CAPTURED -> PaymentStatus.PAYMENT_STATUS_CAPTURED;
                            case VOIDED -> PaymentStatus.PAYMENT_STATUS_VOIDED;
                        })
                .setOrderId(payment.orderId().map(UUID::toString).orElse(""))
                .build();
    }

    private dev.mallbots.contracts.payments.v1.Invoice message(Invoice invoice) {
        return dev.mallbots.contracts.payments.v1.Invoice.newBuilder()
                .setId(invoice.id().toString())
                .setOrderId(invoice.id().toString())
                .setPaymentId(invoice.paymentId().toString())
                .setCustomerId(invoice.customerId().toString())
                .setAmount(amounts.write(invoice.amount()))
                .setStatus(
                        switch (invoice.status()) {
                            case PENDING -> InvoiceStatus.INVOICE_STATUS_PENDING;
                            case PAID -> InvoiceStatus.INVOICE_STATUS_PAID;
                            case CANCELLED -> InvoiceStatus.INVOICE_STATUS_CANCELLED;
                        })
                .build();
    }
}
