package dev.mallbots.depot.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.depot.domain.ShoppingListStatus;
import dev.mallbots.depot.in.rest.ShoppingResource.ListView;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Compares the words in the OpenAPI document with those of the domain. */
class WordsInDocumentTest {

    @Test
    void every_status_of_a_shopping_list_is_documented() throws NoSuchFieldException {
        assertThat(told(ListView.class, "status")).containsExactly(words(ShoppingListStatus.values()));
    }

    private static String[] words(ShoppingListStatus[] values) {
        return Stream.of(values).map(ShoppingListStatus::word).toArray(String[]::new);
    }

    private static String[] told(Class<?> body, String field) throws NoSuchFieldException {
        return body.getDeclaredField(field).getAnnotation(Schema.class).enumeration();
    }
}
