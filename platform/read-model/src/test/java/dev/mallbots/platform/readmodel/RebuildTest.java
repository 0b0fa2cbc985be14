package dev.mallbots.platform.readmodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.Topics;
import dev.mallbots.platform.readmodel.Differences.InTable;
import dev.mallbots.platform.readmodel.Differences.Kind;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The read model of the test counts messages, so that a doubled or missing effect is visible. */
@QuarkusTest
@WithMall(encryptedFor = "tally", topics = """
                mallbots.tally.events.Note partitions=2
                mallbots.tally.events.Echo partitions=2
                mallbots.tally.events.Shortened partitions=1
                mallbots.tally.events.Compacted partitions=1 cleanup.policy=compact
                mallbots.tally.dead-letters partitions=2
                """)
class RebuildTest {

    private static final dev.mallbots.platform.testing.Topics TOPICS = new dev.mallbots.platform.testing.Topics();
    private static final String NOTES = Topics.events("tally", "Note");
    private static final String ECHOES = Topics.events("tally", "Echo");
    private static final String SHORTENED = Topics.events("tally", "Shortened");
    private static final String COMPACTED = Topics.events("tally", "Compacted");
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    Tally tally;

    private final UUID key = Ids.next();

    @AfterEach
    void behave() {
        tally.gate.complete(null);
        tally.isBroken = false;
        tally.isTalkative = false;
    }

    @AfterAll
    static void disconnect() {
        TOPICS.close();
    }

    @Test
    void a_rebuilt_copy_equals_the_old_one_and_has_its_indexes_and_constraints() throws SQLException {
        List<UUID> keys = IntStream.range(0, 20).mapToObj(i -> Ids.next()).toList();
        IntStream.range(0, 300).forEach(i -> note(keys.get(i % keys.size()), "note " + i));
        awaitCount(keys.getLast(), 15);
        List<String> before = rows("select * from read_model.tally order by id");
        List<String> shape = shape();

        JsonPath rebuilt = awaitDone(start());

        assertThat(rebuilt.getInt("differences.count")).isZero();
        assertThat(rebuilt.getLong("rebuild.read")).isEqualTo(rebuilt.getLong("rebuild.total"));
        assertThat(rows("select * from read_model.tally order by id")).isEqualTo(before);
        assertThat(shape()).isEqualTo(shape);
        assertThat(schemas()).containsExactly("read_model");
    }

    @Test
    void damaged_rows_are_reported_and_repaired() throws SQLException {
        UUID damaged = key;
        UUID lost = Ids.next();
        UUID invented = Ids.next();
        note(damaged, "right");
        note(lost, "here");
        awaitCount(damaged, 1);
        awaitCount(lost, 1);
        execute("update read_model.tally set texts = '{wrong}', counted = 7 where id = '%s'".formatted(damaged));
        execute("delete from read_model.tally where id = '%s'".formatted(lost));
        execute("insert into read_model.tally values ('%s', 3, '{}')".formatted(invented));

        UUID rebuild = start();
        JsonPath rebuilt = awaitDone(rebuild);

        assertThat(rebuilt.getInt("differences.count")).isEqualTo(3);
        assertThat(rebuilt.getList("differences.tables", InTable.class))
                .containsExactlyInAnyOrder(
                        new InTable("tally", Kind.DIFFERENT, 1),
                        new InTable("tally", Kind.MISSING_IN_OLD, 1),
                        new InTable("tally", Kind.MISSING_IN_NEW, 1));
        Map<String, Object> row = rebuilt.getMap("differences.first.find { it.kind == 'DIFFERENT' }");
        assertThat(row)
                .containsEntry("table", "tally")
                .containsEntry("key", Map.of("id", damaged.toString()))
                .containsEntry(
                        "columns",
                        Map.of(
                                "counted", Map.of("old", 7, "rebuilt", 1),
                                "texts", Map.of("old", List.of("wrong"), "rebuilt", List.of("right"))));
        given().get("/api/ops/tally/rebuilds/{id}/report", rebuild)
                .then()
                .body(startsWith("done: "))
                .body(containsString("tally {id=%s} different in counted, texts".formatted(damaged)))
                .body(containsString("tally {id=%s} missing in the old copy".formatted(lost)))
                .body(containsString("tally {id=%s} missing in the new copy".formatted(invented)));
        assertThat(rows("select counted, texts from read_model.tally where id = '%s'".formatted(damaged)))
                .containsExactly("1 {right}");
        assertThat(count(lost)).isEqualTo(1);
        assertThat(count(invented)).isZero();
    }

    @Test
    void the_old_copy_answers_and_stays_up_to_date_during_a_rebuild_and_new_messages_are_in_the_new_copy()
            throws SQLException {
        UUID rebuild = startAndHold();
        note(key, "meanwhile");
        awaitCount(key, 1);
        assertThat(state(rebuild)).isEqualTo("running");

        tally.gate.complete(null);
        assertThat(awaitDone(rebuild).getInt("differences.count")).isZero();
        assertThat(count(key)).isEqualTo(1);
        note(key, "afterwards");
        awaitCount(key, 2);
    }

    @Test
    void under_load_no_message_is_missed_or_counted_twice_in_repeated_rebuilds() throws Exception {
        List<UUID> keys = Stream.generate(Ids::next).limit(10).toList();
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> stop = new CompletableFuture<>();
        List<Map.Entry<UUID, UUID>> said = new ArrayList<>();
        // a thread of its own, because other code needs the common pool
        CompletableFuture<Void> load = CompletableFuture.runAsync(
                () -> {
                    while (!stop.isDone()) {
                        UUID about = keys.get(sent.getAndIncrement() % keys.size());
                        said.add(Map.entry(about, note(about, "note")));
                        if (ThreadLocalRandom.current().nextInt(10) == 0) {
                            // like a relay that died between Kafka's acknowledgement and its own commit, recently or
                            // long ago
                            var again = said.get(ThreadLocalRandom.current().nextInt(said.size()));
                            TOPICS.draft(StringValue.of("note"))
                                    .id(again.getValue())
                                    .publish(NOTES, again.getKey());
                        }
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
        try {
            for (int round = 0; round < 5; round++) {
                assertThat(awaitDone(start()).getInt("differences.count"))
                        .as("round " + round)
                        .isZero();
            }
        } finally {
            stop.complete(null);
            load.get();
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(counts(keys)).isEqualTo(sent.get()));
        note(key, "last");
        awaitCount(key, 1);
        assertThat(awaitDone(start()).getInt("differences.count")).isZero();
        assertThat(counts(keys)).isEqualTo(sent.get());
    }

    @Test
    void a_migration_of_a_newer_instance_during_a_rebuild_is_not_undone() throws SQLException {
        UUID rebuild = startAndHold();
        execute("alter table read_model.tally add column added text default 'by a newer version'");
        try {
            tally.gate.complete(null);

            assertThat(failure(rebuild))
                    .contains("changed while the rebuild ran")
                    .contains("new: column tally.added text");
            assertThat(columns()).contains("added");
            assertThat(schemas()).containsExactly("read_model");
            awaitDone(start());
            assertThat(columns()).contains("added");
        } finally {
            execute("alter table read_model.tally drop column added");
        }
    }

    @Test
    void a_migration_during_the_switch_is_not_undone() throws SQLException {
        UUID rebuild = startAndHold();
        try (Connection migration = connect();
                Statement statement = migration.createStatement()) {
            migration.setAutoCommit(false);
            statement.execute("alter table read_model.tally add column late text");
            tally.gate.complete(null);
            await().atMost(SOON)
                    .until(() ->
                            !rows("select 1 from pg_stat_activity where application_name = '%s' and wait_event_type = 'Lock'"
                                            .formatted(Database.APPLICATION))
                                    .isEmpty());
            migration.commit();

            assertThat(failure(rebuild)).contains("new: column tally.late text");
            assertThat(columns()).contains("late");
        } finally {
            execute("alter table read_model.tally drop column late");
        }
    }

    @Test
    void a_table_that_is_being_created_during_the_switch_stays() throws SQLException {
        UUID rebuild = startAndHold();
        try (Connection migration = connect();
                Statement statement = migration.createStatement()) {
            migration.setAutoCommit(false);
            statement.execute("create table read_model.made (id uuid primary key)");
            tally.gate.complete(null);
            await().atMost(SOON)
                    .until(() -> !rows("select 1 from rebuild where id = '%s' and read > 0".formatted(rebuild))
                            .isEmpty());
            migration.commit();

            assertThat(failure(rebuild)).contains("new: made of kind r");
            assertThat(rows("select to_regclass('read_model.made')::text")).containsExactly("read_model.made");
        } finally {
            execute("drop table read_model.made");
        }
    }

    @Test
    void a_migration_that_changes_only_rows_is_not_undone() throws SQLException {
        UUID rebuild = startAndHold();
        migratedByANewerVersion();
        try {
            tally.gate.complete(null);

            assertThat(failure(rebuild)).contains("new: migration V999__newer.sql");
        } finally {
            execute("delete from flyway_schema_history where version = '999'");
        }
    }

    @Test
    void an_instance_of_an_older_version_starts_no_rebuild_of_a_newer_versions_tables() throws SQLException {
        migratedByANewerVersion();
        try {
            assertThat(failure(start()))
                    .contains("a newer version of this service")
                    .contains("V999__newer.sql");
        } finally {
            execute("delete from flyway_schema_history where version = '999'");
        }
    }

    private static void migratedByANewerVersion() throws SQLException {
        execute("""
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                select max(installed_rank) + 1, '999', 'newer', 'SQL', 'V999__newer.sql', 7, 'newer', 1, true
                from flyway_schema_history
                """);
    }

    private static String failure(UUID rebuild) {
        await().atMost(SOON).until(() -> !state(rebuild).equals("running"));
        JsonPath answer = given().get("/api/ops/tally/rebuilds/{id}", rebuild).jsonPath();
        assertThat(answer.getString("rebuild.state")).as(answer.prettify()).isEqualTo("failed");
        return answer.getString("rebuild.reason");
    }

    private static List<String> columns() {
        return rows(
                "select column_name from information_schema.columns where table_schema = 'read_model' and table_name = 'tally'");
    }

    @Test
    void a_second_rebuild_is_refused_while_one_runs() {
        UUID first = startAndHold();
        given().post("/api/ops/tally/rebuilds").then().statusCode(409);
        tally.gate.complete(null);
        awaitDone(first);
        awaitDone(start());
    }

    @Test
    void a_repeated_request_under_the_same_key_returns_the_first_rebuild() {
        // the rebuild before holds its lock for a moment after its end
        await().atMost(SOON).until(() -> startUnderKey().statusCode() == 200);
        String first = startUnderKey().path("id");

        awaitDone(UUID.fromString(first));

        assertThat(startUnderKey().<String>path("id")).isEqualTo(first);
    }

    private static Response startUnderKey() {
        return given().header("Idempotency-Key", "mine").post("/api/ops/tally/rebuilds");
    }

    @Test
    void a_rebuild_that_dies_leaves_the_old_copy_and_can_be_started_again() throws SQLException {
        note(key, "before");
        awaitCount(key, 1);
        UUID dying = startAndHold();
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '%s' and pid <> pg_backend_pid()"
                        .formatted(Database.APPLICATION));
        assertThat(state(dying)).isEqualTo("failed");
        assertThat(count(key)).isEqualTo(1);

        UUID next = start();
        tally.gate.complete(null);
        assertThat(awaitDone(next).getInt("differences.count")).isZero();
        assertThat(count(key)).isEqualTo(1);
        assertThat(state(dying)).isEqualTo("failed");
        // a rebuild leaves a copy in which the dead one's last transaction is still open
        await().atMost(SOON).until(() -> {
            awaitDone(start());
            return schemas().equals(List.of("read_model"));
        });
    }

    @Test
    void a_message_that_can_not_be_read_or_handled_is_reported_and_blocks_no_other() {
        TOPICS.publishRaw(NOTES, key, "rubbish".getBytes(StandardCharsets.UTF_8), Map.of("ce_id", "rubbish"));
        TOPICS.publish(NOTES, key, Int64Value.of(7), 1);
        note(key, "behind them");
        awaitCount(key, 2);
        tally.isBroken = true;

        JsonPath rebuilt = awaitDone(start());

        assertThat(rebuilt.getList("unhandled.first.reason", String.class))
                .contains("no numbers any more")
                .anySatisfy(reason -> assertThat(reason).contains("Invalid UUID string: rubbish"));
        assertThat(rebuilt.getInt("unhandled.count")).isGreaterThanOrEqualTo(2);
        assertThat(rebuilt.getList("differences.first.key.id", String.class)).contains(key.toString());
        assertThat(count(key)).isEqualTo(1);

        tally.isBroken = false;
        awaitDone(start());
        assertThat(count(key)).isEqualTo(2);
    }

    @Test
    void a_dead_letter_that_a_rebuild_can_handle_is_removed() throws SQLException {
        tally.isBroken = true;
        UUID letter = TOPICS.publish(NOTES, key, Int64Value.of(7), 1);
        String path = "/api/ops/tally/dead-letters/" + letter;
        await().atMost(SOON).until(() -> given().get(path).statusCode() == 200);
        tally.isBroken = false;

        JsonPath rebuilt = awaitDone(start());

        assertThat(rebuilt.getList("differences.tables", InTable.class))
                .containsExactly(new InTable("tally", Kind.MISSING_IN_OLD, 1));
        given().get(path).then().statusCode(404);
        given().post(path + "/replay").then().statusCode(404);
        assertThat(count(key)).isEqualTo(1);
    }

    @Test
    void handlers_publish_nothing_during_a_rebuild() {
        tally.isTalkative = true;
        TOPICS.publish(NOTES, key, BoolValue.of(true), 1);
        TOPICS.await(ECHOES, key, BoolValue.class);

        JsonPath rebuilt = awaitDone(start());

        assertThat(rebuilt.getList("unhandled.first.type", String.class)).contains("google.protobuf.BoolValue");
        note(key, "behind it");
        awaitCount(key, 1);
        assertThat(TOPICS.types(ECHOES, key)).hasSize(1);
    }

    @Test
    void an_incomplete_history_is_detected() throws Exception {
        TOPICS.publish(SHORTENED, key, StringValue.of("gone"), 1);
        try (Admin admin = Admin.create(dev.mallbots.platform.testing.Topics.ofTheMall())) {
            assertThat(gap(SHORTENED)).isEmpty();
            TopicPartition partition = new TopicPartition(SHORTENED, 0);
            admin.alterConsumerGroupOffsets("tally-of-old", Map.of(partition, new OffsetAndMetadata(5)))
                    .all()
                    .get();
            assertThat(gap(SHORTENED)).contains(SHORTENED + "-0 ends at 1, and 5 of it have been handled");
            admin.deleteConsumerGroups(List.of("tally-of-old")).all().get();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
            assertThat(gap(SHORTENED)).contains(SHORTENED + "-0 begins at 1");
        }
        assertThat(gap(COMPACTED)).contains(COMPACTED + " is compacted");
    }

    private static Optional<String> gap(String topic) {
        try (History history = new History.Topics(
                        dev.mallbots.platform.testing.Topics.ofTheMall(), List.of(topic), "tally-of-old")
                .open()) {
            return history.gap();
        }
    }

    private UUID note(UUID about, String text) {
        return TOPICS.publish(NOTES, about, StringValue.of(text), 1);
    }

    /** The middle of a rebuild: a handler waits for the gate. */
    private UUID startAndHold() {
        UUID held = Ids.next();
        note(held, "wait");
        awaitCount(held, 1);
        tally.gate = new CompletableFuture<>();
        UUID rebuild = start();
        await().atMost(SOON).until(() -> rows("""
                select 1 from pg_stat_activity where state = 'idle in transaction' and query like '%insert into tally%'
                """).size() == 1);
        return rebuild;
    }

    private static UUID start() {
        // the rebuild before holds its lock for a moment after its end
        await().atMost(SOON)
                .until(() -> rows("select 1 from pg_locks where locktype = 'advisory' and objid = 20040")
                        .isEmpty());
        return UUID.fromString(given().post("/api/ops/tally/rebuilds")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    private static JsonPath awaitDone(UUID rebuild) {
        await().atMost(SOON).until(() -> !state(rebuild).equals("running"));
        JsonPath answer = given().get("/api/ops/tally/rebuilds/{id}", rebuild).jsonPath();
        assertThat(answer.getString("rebuild.state")).as(answer.prettify()).isEqualTo("done");
        return answer;
    }

    @Test
    void the_list_is_returned_page_by_page_newest_first() {
        UUID older = start();
        awaitDone(older);
        UUID newer = start();
        awaitDone(newer);

        JsonPath first = page("?limit=1");
        JsonPath second = page("?limit=1&next=" + first.getString("next"));

        assertThat(first.getList("rebuilds.id")).containsExactly(newer.toString());
        assertThat(second.getList("rebuilds.id")).containsExactly(older.toString());
    }

    private static JsonPath page(String query) {
        return given().get("/api/ops/tally/rebuilds" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String state(UUID rebuild) {
        return given().get("/api/ops/tally/rebuilds")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("rebuilds.find { it.id == '%s' }.state".formatted(rebuild));
    }

    private static void awaitCount(UUID about, int count) {
        await().atMost(SOON).untilAsserted(() -> assertThat(count(about)).isEqualTo(count));
    }

    private static int count(UUID about) {
        return counts(List.of(about));
    }

    private static int counts(List<UUID> about) {
        return Integer.parseInt(rows("select coalesce(sum(counted), 0) from read_model.tally where id in (%s)"
                        .formatted(String.join(
                                ", ", about.stream().map("'%s'"::formatted).toList())))
                .getFirst());
    }

    private static List<String> schemas() {
        return rows("select nspname from pg_namespace where starts_with(nspname, 'read_model')");
    }

    private static List<String> shape() {
        return rows("""
                select pg_get_indexdef(indexrelid) from pg_index where indrelid in (
                    select oid from pg_class where relnamespace = 'read_model'::regnamespace)
                union
                select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = 'read_model'::regnamespace
                order by 1
                """);
    }

    private static List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return io.quarkus.arc.Arc.container()
                .instance(io.agroal.api.AgroalDataSource.class)
                .get()
                .getConnection();
    }
}
