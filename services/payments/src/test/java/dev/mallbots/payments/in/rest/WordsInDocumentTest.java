package dev.mallbots.payments.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.payments.domain.InvoiceStatus;
import dev.mallbots.payments.domain.PaymentStatus;
import dev.mallbots.payments.in.rest.InvoicesResource.InvoiceView;
import dev.mallbots.payments.in.rest.PaymentsResource.PaymentView;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Compares the words in the OpenAPI document with those of the domain. */
class WordsInDocumentTest {

    @Test
    void every_status_of_a_payment_is_documented() throws NoSuchFieldException {
        assertThat(told(PaymentView.class, "status")).containsExactly(words(PaymentStatus.values()));
    }

    @Test
    void every_status_of_an_invoice_is_documented() throws NoSuchFieldException {
        assertThat(told(InvoiceView.class, "status")).containsExactly(words(InvoiceStatus.values()));
    }

    private static String[] words(PaymentStatus[] values) {
        return Stream.of(values).map(PaymentStatus::word).toArray(String[]::new);
    }

    private static String[] words(InvoiceStatus[] values) {
        return Stream.of(values).map(InvoiceStatus::word).toArray(String[]::new);
    }

    private static String[] told(Class<?> body, String field) throws NoSuchFieldException {
        return body.getDeclaredField(field).getAnnotation(Schema.class).enumeration();
    }
}
