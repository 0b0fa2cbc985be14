package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A project of two services is provisioned in a new PostgreSQL and a new Kafka. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProvisionTest {

    private static final Path HOME = Path.of("target/provision-test").toAbsolutePath();
    private static final Path PROJECT = HOME.resolve("project");
    private static final KafkaAccess ADMINISTRATORS_ALONE =
            new KafkaAccess(Map.of(KafkaAccess.ADMIN, "a", "manager", "m"), List.of());

    private static LocalPostgres postgres;
    private static LocalKafka kafka;

    @BeforeAll
    static void open() throws Exception {
        Folders.deleteContents(HOME);
        write("services/fleet.services", "bakery 8081 bakery", "guest-house 8082 guest_house");
        write(
                "services/guest-house/src/main/resources/application.properties",
                "mp.messaging.incoming.inbox.topics=mallbots.bakery.events.Bread");
        write(
                "shared-contracts/src/main/resources/META-INF/mallbots/topics",
                "mallbots.bakery.events.Bread partitions=2 retention.ms=-1");
        postgres = LocalPostgres.start(
                HOME.resolve("postgres"), Ports.free(1).getFirst(), "p", HOME.resolve("postgres.log"), Lifetime.TIED);
        kafka = LocalKafka.start(
                HOME.resolve("kafka"),
                Ports.free(1).getFirst(),
                List.of(),
                List.of(),
                HOME.resolve("kafka.log"),
                Lifetime.TIED,
                Optional.of(ADMINISTRATORS_ALONE));
        sql("postgres", "p", "postgres", "create role manager login createdb createrole password 'm'");
    }

    @AfterAll
    static void close() {
        kafka.stop();
        postgres.stop();
    }

    @Test
    void an_administrator_without_superuser_creates_a_database_for_each_service_and_further_named_ones()
            throws SQLException {
        provision(Map.of());

        sql("bakery", "b", "bakery", "create table bread(id int)");
        sql("guest_house", "g", "guest_house", "create table meal(id int)");
        sql("login", "l", "login", "create table person(id int)");
        assertThatThrownBy(() -> sql("bakery", "b", "guest_house", "select 1"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_new_password_replaces_the_old_one_and_the_data_stay() throws SQLException {
        provision(Map.of());
        sql("bakery", "b", "bakery", "create table if not exists kept(id int)");

        provision(Map.of("MALLBOTS_DB_PASSWORD_BAKERY", "another"));

        sql("bakery", "another", "bakery", "select * from kept");
        assertThatThrownBy(() -> sql("bakery", "b", "bakery", "select 1"))
                .hasMessageContaining("password authentication failed");
        provision(Map.of());
    }

    @Test
    void the_topics_are_created_with_users_and_exactly_the_derived_permissions() throws Exception {
        provision(Map.of("MALLBOTS_KAFKA_PASSWORD_GUEST_HOUSE", "secret-of-guests"));
        provision(Map.of("MALLBOTS_KAFKA_PASSWORD_GUEST_HOUSE", "secret-of-guests"));

        try (Admin admin = admin()) {
            assertThat(admin.describeTopics(List.of("mallbots.bakery.events.Bread"))
                            .allTopicNames()
                            .get())
                    .hasEntrySatisfying(
                            "mallbots.bakery.events.Bread",
                            topic -> assertThat(topic.partitions()).hasSize(2));
            assertThat(admin.describeUserScramCredentials().users().get()).containsExactly("guest-house");
            assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .extracting(AclBinding::entry)
                    .extracting(entry -> entry.principal() + " " + entry.operation())
                    .filteredOn(right -> !right.startsWith("User:admin "))
                    .containsExactlyInAnyOrder(
                            "User:bakery WRITE",
                            "User:guest-house READ",
                            "User:guest-house DESCRIBE_CONFIGS",
                            "User:guest-house READ");
        }
        assertThat(new Project(PROJECT).permissions())
                .extracting(TopicPermission::right)
                .containsExactly(Right.WRITE, Right.READ);
    }

    @Test
    void an_administrator_who_is_no_superuser_of_the_brokers_is_not_locked_out_by_the_permissions_it_sets()
            throws Exception {
        Map<String, String> asManager =
                Map.of("MALLBOTS_KAFKA_USER", "manager", "MALLBOTS_KAFKA_PASSWORD", "m", "MALLBOTS_DB_HOST", "");
        try (Admin superuser = admin()) {
            ResourcePattern cluster =
                    new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
            ResourcePattern topics = new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL);
            List<AclBinding> rights = List.of(
                    permitted("manager", AclOperation.ALTER, cluster),
                    permitted("manager", AclOperation.CREATE, cluster),
                    permitted("manager", AclOperation.DESCRIBE, cluster),
                    permitted("manager", AclOperation.DESCRIBE, topics));
            superuser.createAcls(rights).all().get();
            awaitAcls(superuser, rights);
        }

        provision(asManager);

        assertThatCode(() -> provision(asManager)).doesNotThrowAnyException();
    }

    @Test
    void a_missing_setting_is_named() {
        Provision without = new Provision(PROJECT, Map.of("MALLBOTS_DB_HOST", "127.0.0.1"));

        assertThatThrownBy(without::run).isInstanceOf(FleetFailure.class).hasMessageContaining("MALLBOTS_DB_USER");
    }

    @Test
    void settings_are_read_from_a_file_and_the_environment_overrides_it() throws Exception {
        Path file = write("secret.properties", "MALLBOTS_DB_PASSWORD=of the file", "MALLBOTS_DB_USER=manager");

        Map<String, String> settings = Provision.read(
                Map.of("SMALLRYE_CONFIG_LOCATIONS", file.toString(), "MALLBOTS_DB_PASSWORD", "of the environment"));

        assertThat(settings)
                .containsEntry("MALLBOTS_DB_PASSWORD", "of the environment")
                .containsEntry("MALLBOTS_DB_USER", "manager");
    }

    private static void provision(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("MALLBOTS_DB_HOST", "127.0.0.1"),
                Map.entry("MALLBOTS_DB_PORT", "" + postgres.port()),
                Map.entry("MALLBOTS_DB_USER", "manager"),
                Map.entry("MALLBOTS_DB_PASSWORD", "m"),
                Map.entry("MALLBOTS_DB_PASSWORD_BAKERY", "b"),
                Map.entry("MALLBOTS_DB_PASSWORD_GUEST_HOUSE", "g"),
                Map.entry("MALLBOTS_EXTRA_DATABASES", "login"),
                Map.entry("MALLBOTS_DB_PASSWORD_LOGIN", "l"),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                Map.entry("MALLBOTS_KAFKA_USER", KafkaAccess.ADMIN),
                Map.entry("MALLBOTS_KAFKA_PASSWORD", "a"),
                Map.entry("MALLBOTS_KAFKA_MECHANISM", "PLAIN")));
        settings.putAll(further);
        new Provision(PROJECT, settings).run();
    }

    /** The broker applies ACLs a moment after it has answered. */
    private static void awaitAcls(Admin admin, List<AclBinding> acls) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(acls)) {
            assertThat(Instant.now()).as("the broker has applied the ACLs").isBefore(deadline);
        }
    }

    private static AclBinding permitted(String user, AclOperation operation, ResourcePattern what) {
        return new AclBinding(what, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static Admin admin() {
        Map<String, Object> settings = new HashMap<>(ADMINISTRATORS_ALONE.settings(KafkaAccess.ADMIN));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return Admin.create(settings);
    }

    private static void sql(String user, String password, String database, String statement) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement it = connection.createStatement()) {
            it.execute(statement);
        }
    }

    private static Path write(String file, String... lines) throws Exception {
        Path path = PROJECT.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(path, List.of(lines));
    }
}
