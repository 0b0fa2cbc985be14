package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.deploy.Mall.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The gRPC calls in {@code shared-contracts/pacts} agree with the services' settings, also for a service without tests of pacts. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallsTest {

    private static final Path PACTS = Mall.ROOT.resolve("shared-contracts/pacts");

    @Test
    void a_service_has_a_pact_about_calls_with_each_service_of_its_grpc_clients_and_with_no_other() throws IOException {
        assertThat(pairsOfPacts()).containsExactlyInAnyOrderElementsOf(pairsOfSettings());
    }

    private static List<String> pairsOfSettings() {
        return Mall.services().stream()
                .flatMap(service -> service.addresses().values().stream()
                        .filter(address -> address.part() == Part.HOST)
                        .map(address -> service.name() + " " + address.service()))
                .toList();
    }

    private static List<String> pairsOfPacts() throws IOException {
        List<String> pairs = new ArrayList<>();
        try (Stream<Path> files = Files.list(PACTS)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
                JsonNode pact = new ObjectMapper().readTree(Mall.text(file));
                if (pact.path("interactions")
                        .valueStream()
                        .anyMatch(it -> it.path("type").asText().equals("Synchronous/Messages"))) {
                    pairs.add(pact.at("/consumer/name").asText() + " "
                            + pact.at("/provider/name").asText());
                }
            }
        }
        return pairs;
    }
}
