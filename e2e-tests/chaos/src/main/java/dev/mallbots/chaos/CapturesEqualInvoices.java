package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Promise 2: the amount captured for an order is its invoice's, and is captured once; the states of payment and invoice match their events.
 */
record CapturesEqualInvoices(Evidence evidence, History history) implements Promise {

    /** The events about an order's money. */
    private record Told(String payment, BigDecimal amount) {
        Told {
            amount = amount.stripTrailingZeros();
        }
    }

    @Override
    public Stream<Violation> violations() {
        Map<String, List<Told>> captured = history.all("PaymentCaptured")
                .<PaymentCaptured>map(History::read)
                .collect(Collectors.groupingBy(
                        PaymentCaptured::getOrderId,
                        Collectors.mapping(
                                event -> told(
                                        event.getPaymentId(), event.getAmount().getAmount()),
                                Collectors.toList())));
        Map<String, List<Told>> paid = history.all("InvoicePaid")
                .<InvoicePaid>map(History::read)
                .collect(Collectors.groupingBy(
                        InvoicePaid::getOrderId,
                        Collectors.mapping(
                                event -> told(
                                        event.getPaymentId(), event.getAmount().getAmount()),
                                Collectors.toList())));
        return Stream.of(toldOtherwise(captured, paid), invoicesKeptOtherwise(paid), paymentsKeptOtherwise(captured))
                .flatMap(Function.identity());
    }

    private static Told told(String payment, String amount) {
        return new Told(payment, new BigDecimal(amount));
    }

    private static Stream<Violation> toldOtherwise(Map<String, List<Told>> captured, Map<String, List<Told>> paid) {
        Set<String> orders = new HashSet<>(captured.keySet());
        orders.addAll(paid.keySet());
        return orders.stream().flatMap(order -> {
            List<Told> taken = captured.getOrDefault(order, List.of());
            List<Told> owed = paid.getOrDefault(order, List.of());
            if (taken.size() > 1) {
                return Stream.of(twice(2, "Money for order %s was taken %d times: %s.", order, taken.size(), taken));
            }
            return taken.equals(owed)
                    ? Stream.empty()
                    : Stream.of(wrong(2, "For order %s %s was taken, but its invoice says %s.", order, taken, owed));
        });
    }

    private Stream<Violation> invoicesKeptOtherwise(Map<String, List<Told>> paid) {
        return evidence.invoices().stream().flatMap(invoice -> {
            List<Told> told = paid.getOrDefault(invoice.order(), List.of());
            if (invoice.status().equals("PAID") != !told.isEmpty()) {
                return Stream.of(
                        lost(2, "Invoice %s is %s, but its events tell %s.", invoice.order(), invoice.status(), told));
            }
            return told.stream()
                    .filter(one -> !one.equals(kept(invoice)))
                    .map(one ->
                            wrong(2, "Invoice %s is over %s, but %s was paid.", invoice.order(), kept(invoice), one));
        });
    }

    private static Told kept(Invoice invoice) {
        return new Told(invoice.payment(), invoice.amount());
    }

    private Stream<Violation> paymentsKeptOtherwise(Map<String, List<Told>> captured) {
        Set<String> taken = captured.values().stream()
                .flatMap(List::stream)
                .map(Told::payment)
                .collect(Collectors.toSet());
        return evidence.payments().stream()
                .filter(payment -> payment.status().equals("CAPTURED") != taken.contains(payment.id()))
                .map(payment -> wrong(2, "Payment %s is %s, but its events tell otherwise.", payment.id(), payment));
    }
}
