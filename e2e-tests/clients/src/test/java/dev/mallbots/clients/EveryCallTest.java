package dev.mallbots.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs last, because it checks which calls the other tests have made. */
@Order(Integer.MAX_VALUE)
@ExtendWith(Mall.Open.class)
class EveryCallTest {

    @Test
    void every_call_of_the_documents_was_answered_with_success() throws IOException {
        assertThat(Operation.all())
                .hasSize(36)
                .filteredOn(operation -> !Mall.answered().contain(operation))
                .isEmpty();
    }
}
