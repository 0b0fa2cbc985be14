package dev.mallbots.ordering;

import dev.mallbots.platform.kernel.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Writes to the database as another instance of the service does. */
final class AnotherInstance {

    private static final String CREATED = """
            {"orderId": "%s", "customerId": "%s", "paymentId": "%s", "items": [{"storeId": "%s", "productId": "%s",
             "storeName": "Corner Shop", "productName": "Tea", "price": 2.5, "quantity": 1}]}
            """;

    private static final String BEGIN = """
            with head as (insert into stream (id, aggregate, version) values (?, 'Order', 1) returning id, version)
            """;

    private static final String GO_ON = """
            with head as (update stream set version = version + 1 where id = ? returning id, version)
            """;

    private static final String APPEND = """
            insert into event (stream_id, version, type, revision, payload)
            select id, version, ?, 1, cast(? as jsonb) from head
            """;

    private final DataSource database;

    AnotherInstance(DataSource database) {
        this.database = database;
    }

    UUID createsAnOrder() {
        var order = Ids.next();
        creates(order);
        return order;
    }

    void creates(UUID order) {
        append(BEGIN, order, "OrderCreated", CREATED.formatted(order, Ids.next(), Ids.next(), Ids.next(), Ids.next()));
    }

    void approves(UUID order) {
        append(GO_ON, order, "OrderApproved", "{\"shoppingListId\": \"%s\"}".formatted(Ids.next()));
    }

    void starts(UUID order) {
        append(GO_ON, order, "OrderInProgress", "{}");
    }

    void readies(UUID order) {
        append(GO_ON, order, "OrderReadied", "{}");
    }

    void completes(UUID order) {
        append(GO_ON, order, "OrderCompleted", "{}");
    }

    void rejects(UUID order, String reason) {
        append(GO_ON, order, "OrderRejected", "{\"reason\": \"%s\"}".formatted(reason));
    }

    void notesThatShoppingStartedEarly(UUID order) {
        append(GO_ON, order, "ShoppingStartedEarly", "{\"shoppingListId\": \"%s\"}".formatted(Ids.next()));
    }

    void isToldOfADelay(UUID order) {
        try (Connection connection = database.getConnection();
                PreparedStatement note =
                        connection.prepareStatement("insert into order_delay (order_id, since) values (?, now())")) {
            note.setObject(1, order);
            note.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the connection on which this instance receives notifications; returns whether there was one. */
    boolean breaksTheListeningConnection() {
        return count("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'order-notices'")
                > 0;
    }

    int listeningConnections() {
        return count(
                "select pid from pg_stat_activity where application_name = 'order-notices' and query like 'LISTEN%'");
    }

    private void append(String head, UUID order, String type, String payload) {
        try (Connection connection = database.getConnection();
                PreparedStatement append = connection.prepareStatement(head + APPEND)) {
            append.setObject(1, order);
            append.setString(2, type);
            append.setString(3, payload);
            append.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int count(String query) {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
