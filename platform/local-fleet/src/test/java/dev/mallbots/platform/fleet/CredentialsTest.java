package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CredentialsTest {

    @TempDir
    private Path home;

    @Test
    void a_password_stays_the_same_until_the_data_are_deleted() throws IOException {
        Path file = home.resolve("credentials");
        Credentials credentials = new Credentials(file);
        String password = credentials.of("postgres");

        assertThat(credentials.of("postgres")).isEqualTo(password);
        Files.delete(file);
        assertThat(credentials.of("postgres")).isNotEqualTo(password);
    }

    @Test
    void two_fleets_with_one_folder_have_the_same_passwords_even_after_one_deleted_the_data() throws IOException {
        Path file = home.resolve("credentials");
        Credentials one = new Credentials(file);
        one.of("postgres");
        Credentials other = new Credentials(file);
        Files.delete(file);

        assertThat(one.of("postgres")).isEqualTo(other.of("postgres"));
    }
}
