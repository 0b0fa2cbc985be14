package dev.mallbots.platform.messaging;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that PostgreSQL keeps commits after a crash. Every role may read these settings. */
final class DatabaseQuestions {

    private static final String SETTINGS = """
            select name, setting from pg_settings
            where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names')
            """;

    private DatabaseQuestions() {}

    static List<Finding> ask(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                settings.put(rows.getString(1), rows.getString(2));
            }
        }
        return judge(settings);
    }

    private static List<Finding> judge(Map<String, String> settings) {
        List<Finding> findings = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (settings.get(setting).equals("off")) {
                findings.add(Finding.unsafe(
                        "PostgreSQL runs with %s = off: a crash of its machine loses what it has committed"
                                .formatted(setting)));
            }
        }
        if (settings.get("synchronous_standby_names").isBlank()) {
            findings.add(Finding.weak(
                    "PostgreSQL names no synchronous standby (synchronous_standby_names): what is committed is on one"
                            + " machine only, unless its disk is replicated"));
        } else if (settings.get("synchronous_commit").equals("local")) {
            findings.add(
                    Finding.weak("PostgreSQL commits without its synchronous standby (synchronous_commit = local)"));
        }
        return findings;
    }
}
