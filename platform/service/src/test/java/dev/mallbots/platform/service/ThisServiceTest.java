package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.kernel.NotFound;
import org.junit.jupiter.api.Test;

class ThisServiceTest {

    private final ThisService service = new ThisService("depot");

    @Test
    void a_call_of_its_own_name_is_accepted() {
        assertThatCode(() -> service.checkIs("depot")).doesNotThrowAnyException();
    }

    @Test
    void a_call_of_another_service_is_refused_by_name() {
        assertThatThrownBy(() -> service.checkIs("stores"))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no service stores");
    }
}
