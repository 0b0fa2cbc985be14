package dev.mallbots.features;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The logs of all processes of the mall, including PostgreSQL and Kafka. */
final class Logs {

    private static final Set<String> PERSONAL = ConcurrentHashMap.newKeySet();

    private Logs() {}

    /** A person's name or number, which no log may contain. */
    static void mustNotTell(String personal) {
        PERSONAL.add(personal);
    }

    /** Lines of the logs in a folder that contain such a text. */
    static List<String> tellingTooMuch(Path folder) throws IOException {
        if (PERSONAL.isEmpty()) {
            return List.of();
        }
        Pattern told = Pattern.compile(
                PERSONAL.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?<!\\w)(", ")(?!\\w)")));
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.flatMap(log -> lines(log)
                            .filter(line -> told.matcher(line).find())
                            .map(line -> log.getFileName() + ": " + line))
                    .toList();
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            // a log that ends in the middle of a character is read too
            return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).lines();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
