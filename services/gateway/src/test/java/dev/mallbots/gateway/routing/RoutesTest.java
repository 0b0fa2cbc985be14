package dev.mallbots.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/calls.csv")
    void every_call_of_the_contract_reaches_its_service(String method, String path, String service) {
        assertThat(Routes.serviceOf(path)).as(method).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/q/health", "/api", "/api/", "/api/storesx", "/api/ops", "/api/ops/nobody", "/stores"})
    void an_address_outside_of_the_table_is_not_reached(String path) {
        assertThat(Routes.serviceOf(path)).isEmpty();
    }

    @Test
    void the_readme_has_the_same_table() throws IOException {
        List<Route> told = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `/api/"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> new Route(cells.get(1).replace("`", ""), cells.get(2)))
                .toList();
        assertThat(told).isEqualTo(Routes.ALL);
    }
}
