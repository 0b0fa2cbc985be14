package dev.mallbots.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class ReadmeTest {

    private static final Path PROJECT = Path.of(System.getProperty("contract.project"));
    private static final Pattern SESSION = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_session_in_the_readme_works_when_pasted() throws Exception {
        List<String> said = paste(session());

        assertThat(said).filteredOn(line -> line.contains("\"status\":4")).hasSize(1);
        assertThat(said).anyMatch(line -> line.startsWith("data: ") && line.contains("\"status\":\"approved\""));
        assertThat(said.getLast()).contains("\"status\":403");
    }

    /** Unchanged except for the address of this mall. */
    private static String session() throws IOException {
        Matcher session = SESSION.matcher(Files.readString(PROJECT.resolve("README.md")));
        assertThat(session.find()).isTrue();
        return session.group(1).replace("http://127.0.0.1:8080", Mall.get().url("gateway"));
    }

    private static List<String> paste(String session) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", session)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true);
        shell.environment().put("MAKEFLAGS", "-- MALL_HOME=" + Mall.home() + " PORT_BASE=" + Mall.portBase());
        Process running = shell.start();
        String said = new String(running.getInputStream().readAllBytes(), UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        return said.lines().filter(line -> !line.isBlank()).toList();
    }
}
