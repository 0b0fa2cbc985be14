package dev.mallbots.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall(topics = """
        said
        heard partitions=1
        """)
@DisplayNameGeneration(ReplaceUnderscores.class)
class WithMallTest {

    private final Topics topics = new Topics();

    @Test
    void the_service_owns_an_empty_database() throws Exception {
        String url = "jdbc:postgresql://%s:%s/%s"
                .formatted(config("MALLBOTS_DB_HOST"), config("MALLBOTS_DB_PORT"), config("MALLBOTS_DB_NAME"));
        try (var connection =
                        DriverManager.getConnection(url, config("MALLBOTS_DB_USER"), config("MALLBOTS_DB_PASSWORD"));
                var statement = connection.createStatement()) {
            statement.execute("create table owned(id int)");
        }
    }

    @Test
    void a_published_message_is_found_by_key_and_type_with_its_envelope() {
        UUID key = UUID.randomUUID();
        UUID process = UUID.randomUUID();
        topics.publish("said", UUID.randomUUID(), StringValue.of("to somebody else"));
        UUID id = topics.draft(StringValue.of("hello"))
                .sequence(7)
                .correlatedWith(process)
                .publish("said", key);
        topics.publishRaw("said", key, new byte[] {1}, Map.of());

        var received = topics.awaitReceived("said", key, StringValue.class);

        assertThat(received.payload().getValue()).isEqualTo("hello");
        assertThat(received.id()).isEqualTo(id);
        assertThat(received.sequence()).isEqualTo(7);
        assertThat(received.correlationId()).contains(process);
        assertThat(topics.types("said", key)).containsExactly("StringValue", "?");
        assertThat(topics.raw("heard")).isEmpty();
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
