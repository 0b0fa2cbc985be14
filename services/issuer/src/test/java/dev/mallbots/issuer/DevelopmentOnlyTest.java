package dev.mallbots.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusMainTest
@Tag("starts-processes")
// an issuer that starts never ends by itself
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DevelopmentOnlyTest {

    private static final Path KEY_FILE =
            Path.of("target", "issuer-home", UUID.randomUUID().toString(), "key.json");

    private Map<String, String> environment = Map.of();

    @AfterEach
    void clear_the_settings() {
        environment.keySet().forEach(System::clearProperty);
    }

    @Test
    void it_does_not_start_without_a_mode(QuarkusMainLauncher launcher) {
        refuses(launcher, Map.of(), "it starts with MALLBOTS_MODE=development only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "Development"})
    void it_does_not_start_in_any_other_mode(String mode, QuarkusMainLauncher launcher) {
        refuses(launcher, Map.of("MALLBOTS_MODE", mode), "it starts with MALLBOTS_MODE=development only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid"})
    void it_does_not_listen_on_an_address_that_other_machines_can_reach(String host, QuarkusMainLauncher launcher) {
        refuses(
                launcher,
                Map.of("MALLBOTS_MODE", "development", "MALLBOTS_HTTP_HOST", host),
                "only, not on " + host + ".");
    }

    private void refuses(QuarkusMainLauncher launcher, Map<String, String> said, String sentence) {
        environment = new HashMap<>(said);
        environment.put("MALLBOTS_ISSUER_KEY", KEY_FILE.toString());
        environment.forEach(System::setProperty);

        LaunchResult result = launcher.launch();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.getErrorOutput().lines().findFirst().orElse(""))
                .startsWith("This issuer gives a token to everybody who asks: ")
                .contains(sentence);
        assertThat(result.getOutput()).doesNotContain("Listening");
        assertThat(KEY_FILE).doesNotExist();
    }
}
