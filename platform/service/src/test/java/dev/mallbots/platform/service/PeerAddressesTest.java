package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {

    @Test
    void a_url_is_split_into_host_and_port() {
        assertThat(PeerAddresses.hostAndPort("MALLBOTS_ORDER_SAGA_URL", "order-saga", "http://10.0.0.7:8087"))
                .isEqualTo(Map.of("mallbots.order-saga.host", "10.0.0.7", "mallbots.order-saga.port", "8087"));
    }

    @Test
    void a_url_without_a_port_has_the_default_one() {
        assertThat(PeerAddresses.hostAndPort("MALLBOTS_STORES_URL", "stores", "https://stores"))
                .containsEntry("mallbots.stores.port", "443");
    }

    @Test
    void of_several_urls_the_first_is_used() {
        assertThat(PeerAddresses.hostAndPort(
                        "MALLBOTS_STORES_URL", "stores", "http://10.0.0.7:8081,http://10.0.0.8:8081"))
                .containsEntry("mallbots.stores.host", "10.0.0.7");
    }

    @Test
    void an_invalid_url_is_named() {
        assertThatThrownBy(() -> PeerAddresses.hostAndPort("MALLBOTS_STORES_URL", "stores", "stores:8081"))
                .hasMessageContaining("MALLBOTS_STORES_URL");
    }
}
