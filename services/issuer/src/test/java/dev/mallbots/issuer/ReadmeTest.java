package dev.mallbots.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeTest {

    @Test
    void the_readme_names_all_users() throws IOException {
        List<User> users = new ObjectMapper()
                .readValue(ReadmeTest.class.getResourceAsStream("/users.json"), new TypeReference<>() {});

        assertThat(Files.readAllLines(Path.of("README.md")))
                .filteredOn(line -> line.matches("\\| [a-z]+ \\| [A-Z][a-z]+ [A-Z][a-z]+ \\|.*"))
                .containsExactlyElementsOf(users.stream()
                        .map(user -> "| %s | %s | %s | %s |"
                                .formatted(user.username(), user.name(), user.role(), user.subject()))
                        .toList());
    }
}
