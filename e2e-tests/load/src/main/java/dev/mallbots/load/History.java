package dev.mallbots.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the rows of many past orders quickly: every service's tables get copies of the rows of one completed order, with ids of the time
 * for which they stand.
 */
final class History {

    private static final String INBOX = """
            insert into inbox (message_id, received_at)
            select uuidv7(make_interval(secs => i - %1$d)), now() + make_interval(secs => i - %1$d) from generate_series(1, %1$d) i
            """;

    private final Mall mall;

    History(Mall mall) {
        this.mall = mall;
    }

    /** The number of rows in each table that grows with orders. */
    void fill(int rows) throws Exception {
        for (String service : mall.keepers()) {
            System.out.printf("  %,d rows of history for %s%n", rows, service);
            for (String statement : statements(service)) {
                mall.execute(service, statement.replace(":rows", "" + rows));
            }
            mall.execute(service, "vacuum analyze");
        }
        mall.execute("postgres", "checkpoint");
    }

    /** An inbox with this number of rows. */
    void resetInbox(String service, int rows) throws Exception {
        mall.execute(service, "truncate inbox");
        mall.execute(service, INBOX.formatted(rows));
        mall.execute(service, "vacuum analyze inbox");
    }

    private static List<String> statements(String service) throws IOException {
        List<String> statements = new ArrayList<>(List.of(INBOX.replace("%1$d", ":rows")));
        try (var script = History.class.getResourceAsStream("/history/" + service + ".sql")) {
            if (script != null) {
                for (String statement : new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";")) {
                    if (!statement.isBlank()) {
                        statements.add(statement);
                    }
                }
            }
        }
        return statements;
    }
}
