package dev.mallbots.search;

import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import java.util.Arrays;
import java.util.UUID;

/** Publishes the events of other contexts that search consumes. */
public final class Others {

    public static final String ORDERS = "mallbots.ordering.events.Order";

    private static final String CUSTOMERS = "mallbots.customers.events.Customer";
    private static final String STORES = "mallbots.stores.events.Store";
    private static final String PRODUCTS = "mallbots.stores.events.Product";
    private static final String PAYMENTS = "mallbots.payments.events.Payment";
    private static final String INVOICES = "mallbots.payments.events.Invoice";

    private final Topics topics = new Topics();

    /** A line as ordered; its names are {@code old store} and {@code old product}. */
    public record Line(UUID store, UUID product, String price, int quantity) {

        public static Line of(String price, int quantity) {
            return new Line(Ids.next(), Ids.next(), price, quantity);
        }
    }

    public Topics topics() {
        return topics;
    }

    public void customerRegistered(UUID id, String name) {
        topics.publish(
                CUSTOMERS,
                id,
                CustomerRegistered.newBuilder()
                        .setCustomerId(id.toString())
                        .setName(name)
                        .build(),
                1);
    }

    public void storeCreated(UUID id, String name) {
        topics.publish(
                STORES,
                id,
                StoreCreated.newBuilder()
                        .setStoreId(id.toString())
                        .setName(name)
                        .build(),
                1);
    }

    public void storeRebranded(UUID id, String name, long version) {
        topics.publish(
                STORES,
                id,
                StoreRebranded.newBuilder()
                        .setStoreId(id.toString())
                        .setName(name)
                        .build(),
                version);
    }

    public void productAdded(UUID id, String name) {
        topics.publish(
                PRODUCTS,
                id,
                ProductAdded.newBuilder()
                        .setProductId(id.toString())
                        .setName(name)
                        .build(),
                1);
    }

    public void productRebranded(UUID id, String name, long version) {
        topics.publish(
                PRODUCTS,
                id,
                ProductRebranded.newBuilder()
                        .setProductId(id.toString())
                        .setName(name)
                        .build(),
                version);
    }

    public UUID ordered(UUID customer, String total, Line... lines) {
        return ordered(customer, Ids.next(), total, lines);
    }

    public UUID ordered(UUID customer, UUID payment, String total, Line... lines) {
        UUID order = Ids.next();
        topics.publish(ORDERS, order, created(order, customer, payment, total, lines), 1);
        return order;
    }

    public static OrderCreated created(UUID order, UUID customer, UUID payment, String total, Line... lines) {
        return OrderCreated.newBuilder()
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .setTotal(euros(total))
                .addAllItems(Arrays.stream(lines).map(Others::item).toList())
                .build();
    }

    public void approved(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderApproved.newBuilder().setOrderId(order.toString()).build(),
                2);
    }

    public void rejected(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderRejected.newBuilder().setOrderId(order.toString()).build(),
                2);
    }

    public void inProgress(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderInProgress.newBuilder().setOrderId(order.toString()).build(),
                3);
    }

    public void readied(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderReadied.newBuilder().setOrderId(order.toString()).build(),
                4);
    }

    public void completed(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderCompleted.newBuilder().setOrderId(order.toString()).build(),
                5);
    }

    public void cancelled(UUID order) {
        topics.publish(
                ORDERS,
                order,
                OrderCanceled.newBuilder().setOrderId(order.toString()).build(),
                2);
    }

    public void paymentAuthorized(UUID payment) {
        topics.publish(
                PAYMENTS,
                payment,
                PaymentAuthorized.newBuilder().setPaymentId(payment.toString()).build(),
                1);
    }

    public void paymentConfirmed(UUID payment, UUID order) {
        topics.publish(
                PAYMENTS,
                payment,
                PaymentConfirmed.newBuilder()
                        .setPaymentId(payment.toString())
                        .setOrderId(order.toString())
                        .build(),
                2);
    }

    public void invoiceCreated(UUID order) {
        topics.publish(
                INVOICES,
                order,
                InvoiceCreated.newBuilder().setInvoiceId(order.toString()).build(),
                1);
    }

    private static OrderItem item(Line line) {
        return OrderItem.newBuilder()
                .setStoreId(line.store().toString())
                .setProductId(line.product().toString())
                .setStoreName("old store")
                .setProductName("old product")
                .setPrice(euros(line.price()))
                .setQuantity(line.quantity())
                .build();
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }
}
