package dev.mallbots.search.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.in.rest.SearchResource.OrderView;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Compares the words in the OpenAPI document with those of the domain. */
class WordsInDocumentTest {

    @Test
    void every_status_of_an_order_is_documented() throws NoSuchFieldException {
        assertThat(told(OrderView.class, "status")).containsExactly(words(OrderStatus.values()));
        assertThat(told(FiltersBody.class, "status")).containsExactly(words(OrderStatus.values()));
    }

    private static String[] words(OrderStatus[] values) {
        return Stream.of(values).map(OrderStatus::word).toArray(String[]::new);
    }

    private static String[] told(Class<?> body, String field) throws NoSuchFieldException {
        return body.getDeclaredField(field).getAnnotation(Schema.class).enumeration();
    }
}
