package dev.mallbots.platform.pacts;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes of every version of every published message: {@code shared-contracts/recorded/PROVIDER.txt}, one line {@code TYPE BASE64} a
 * version, with a value in every field of that version. Topics keep their history, so every version can still arrive. Lines are added and
 * never changed.
 */
final class Recorded {

    private Recorded() {}

    private static Path file(String provider) {
        return PactFiles.folder().resolveSibling("recorded").resolve(provider + ".txt");
    }

    /** Every recorded version of a message of this provider, as today's code reads it. */
    static List<Message> versions(String provider, Message empty) throws IOException {
        String type = empty.getDescriptorForType().getFullName();
        return lines(provider).stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> words[0].equals(type))
                .map(words -> parse(words.length == 1 ? "" : words[1], empty))
                .toList();
    }

    /** The lines that a provider's file lacks: those of today's versions. */
    static List<String> missing(String provider, Stream<Message> written) throws IOException {
        Set<String> known = Set.copyOf(lines(provider));
        return written.map(message -> line(message.getDefaultInstanceForType()))
                .filter(line -> !known.contains(line))
                .distinct()
                .sorted()
                .toList();
    }

    static void add(String provider, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        Set<String> all = new LinkedHashSet<>(lines(provider));
        all.addAll(lines);
        Files.createDirectories(file(provider).getParent());
        Files.write(file(provider), all);
    }

    private static List<String> lines(String provider) throws IOException {
        Path file = file(provider);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String line(Message empty) {
        byte[] whole = Fields.example(empty, Fields.leaves(empty.getDescriptorForType()))
                .toByteArray();
        String bytes = Base64.getEncoder().encodeToString(whole);
        return "%s %s"
                .formatted(empty.getDescriptorForType().getFullName(), bytes)
                .strip();
    }

    private static Message parse(String base64, Message empty) {
        try {
            return empty.getParserForType().parseFrom(Base64.getDecoder().decode(base64));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(
                    "can't be read as " + empty.getDescriptorForType().getFullName(), e);
        }
    }
}
