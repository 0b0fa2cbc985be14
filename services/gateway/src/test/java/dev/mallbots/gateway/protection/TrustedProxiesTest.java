package dev.mallbots.gateway.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(Optional.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.5                        | 203.0.113.5
            203.0.113.5, 10.1.2.3              | 203.0.113.5
            6.6.6.6, 203.0.113.5               | 203.0.113.5
            6.6.6.6, 203.0.113.5, 192.0.2.7    | 203.0.113.5
            203.0.113.5:40000                  | 203.0.113.5
            6.6.6.6, 2001:db8::5               | 2001:db8:0:0:0:0:0:5
            [2001:db8::5]:40000, fd00::1       | 2001:db8:0:0:0:0:0:5
            10.1.1.1, 10.1.2.3                 | 10.1.1.1
            unknown, 10.1.2.3                  | 10.1.2.3
            """)
    void the_client_is_the_last_address_that_is_no_proxys(String told, String client) {
        assertThat(heard("10.0.0.1", told).getAll("X-Forwarded-For")).containsExactly(client);
    }

    @Test
    void several_headers_form_one_list() {
        assertThat(heard("fd00::2", "6.6.6.6", "203.0.113.5", "10.1.2.3").getAll("X-Forwarded-For"))
                .containsExactly("203.0.113.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "203.0.113.5, ", ""})
    void a_value_that_is_no_address_identifies_no_client(String told) {
        assertThat(heard("10.0.0.1", told).contains("X-Forwarded-For")).isFalse();
    }

    @Test
    void headers_of_other_callers_are_left_to_quarkus_which_ignores_them() {
        assertThat(heard("192.0.2.8", "6.6.6.6, 7.7.7.7").getAll("X-Forwarded-For"))
                .containsExactly("6.6.6.6, 7.7.7.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "/8"})
    void an_invalid_network_is_refused_at_the_start(String network) {
        assertThatThrownBy(() -> new TrustedProxies(Optional.of(List.of("10.0.0.0/8", network))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MALLBOTS_TRUSTED_PROXIES")
                .hasMessageContaining("'" + network + "'");
    }

    private static HttpHeaders heard(String peer, String... told) {
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", List.of(told));
        PROXIES.keepOnlyTheClient(new InetSocketAddress(peer, 40_000), headers);
        return headers;
    }
}
