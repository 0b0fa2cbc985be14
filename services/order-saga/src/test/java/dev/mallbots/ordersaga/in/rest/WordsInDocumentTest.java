package dev.mallbots.ordersaga.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.saga.SagaState;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Compares the words in the OpenAPI document with the sagas' states. */
class WordsInDocumentTest {

    @Test
    void every_state_that_a_list_can_be_filtered_by_is_documented() {
        Schema state = Stream.of(SagaResource.class.getMethods())
                .filter(method -> method.getName().equals("list"))
                .map(method -> method.getParameters()[0].getAnnotation(Schema.class))
                .findFirst()
                .orElseThrow();

        assertThat(state.enumeration())
                .containsExactly(
                        Stream.of(SagaState.values()).map(SagaState::word).toArray(String[]::new));
    }
}
