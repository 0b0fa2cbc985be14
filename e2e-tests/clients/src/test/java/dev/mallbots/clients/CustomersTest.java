package dev.mallbots.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.clients.customers.ChangeSmsNumberRequest;
import dev.mallbots.clients.customers.CustomerspbCustomer;
import dev.mallbots.clients.customers.CustomerspbRegisterCustomerRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Mall.Open.class)
class CustomersTest {

    private final MallBotsClient mall = Mall.client();

    @Test
    void a_customer_is_as_registered_and_enabled() throws ApiException {
        String id = mall.customers()
                .registerCustomer(new CustomerspbRegisterCustomerRequest()
                        .name("Carla Costa")
                        .smsNumber("+49 30 7654321"))
                .getId();

        assertThat(customer(id))
                .isEqualTo(new CustomerspbCustomer()
                        .id(id)
                        .name("Carla Costa")
                        .smsNumber("+49 30 7654321")
                        .enabled(true));
    }

    @Test
    void a_customer_has_the_new_number_at_once() throws ApiException {
        String id = mall.register("Carla Costa");

        assertThat(mall.customers().changeSmsNumber(id, new ChangeSmsNumberRequest().smsNumber("+351 21 0000000")))
                .isEqualTo(Map.of());

        assertThat(customer(id).getSmsNumber()).isEqualTo("+351 21 0000000");
    }

    @Test
    void a_customer_is_disabled_until_enabled_again() throws ApiException {
        String id = mall.register("Carla Costa");

        assertThat(mall.customers().disableCustomer(id, Map.of())).isEqualTo(Map.of());
        assertThat(customer(id).getEnabled()).isFalse();

        assertThat(mall.customers().enableCustomer(id, Map.of())).isEqualTo(Map.of());
        assertThat(customer(id).getEnabled()).isTrue();
    }

    private CustomerspbCustomer customer(String id) throws ApiException {
        return mall.customers().getCustomer(id).getCustomer();
    }
}
