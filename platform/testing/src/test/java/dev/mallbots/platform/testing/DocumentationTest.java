package dev.mallbots.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the Markdown files of the whole repository: their links exist, and the event catalogue agrees with the services' READMEs. */
class DocumentationTest {

    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern MESSAGE = Pattern.compile("[A-Z][a-z]+[A-Z]\\w+");

    private record Table(List<String> head, List<List<String>> rows) {}

    @Test
    void every_link_of_every_page_has_a_target() {
        assertThat(pages().flatMap(DocumentationTest::deadLinks).toList()).isEmpty();
    }

    @Test
    void the_event_catalogue_names_the_same_consumers_as_the_services() {
        assertThat(byMessage(catalogue(), "consumed by")).isEqualTo(consumersByReadmes());
    }

    @Test
    void every_message_that_a_service_emits_is_in_the_event_catalogue() {
        var known = byMessage(catalogue(), "it says").keySet();
        var ordered = byMessage(catalogue(), "it wants").keySet();

        assertThat(Stream.of(known, ordered).flatMap(Set::stream))
                .containsAll(readmes().values().stream()
                        .flatMap(page -> tables(page).stream())
                        .filter(DocumentationTest::isOfUseCases)
                        .flatMap(table -> table.rows().stream())
                        .filter(row -> row.size() > 2)
                        .flatMap(row -> messages(row.get(2)))
                        .toList());
    }

    private static Stream<String> deadLinks(Path page) {
        return links(text(page))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .filter(link -> !leadsSomewhere(page, link))
                .map(link -> ROOT.relativize(page) + " -> " + link);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    private static Stream<String> links(String text) {
        return LINK.matcher(CODE.matcher(text).replaceAll("")).results().map(link -> link.group(1));
    }

    /** The anchors that GitHub makes of headings. */
    private static List<String> anchors(Path page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase()
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<Table> catalogue() {
        return tables(ROOT.resolve("docs/event-catalogue.md"));
    }

    private static Map<String, Set<String>> byMessage(List<Table> tables, String column) {
        var found = new TreeMap<String, Set<String>>();
        tables.stream()
                .filter(table -> table.head().contains(column))
                .forEach(table -> table.rows()
                        .forEach(row -> found.put(
                                row.getFirst(), names(row.get(table.head().indexOf(column))))));
        found.values().removeIf(Set::isEmpty);
        return found;
    }

    private static Map<String, Set<String>> consumersByReadmes() {
        var consumers = new TreeMap<String, Set<String>>();
        readmes()
                .forEach((service, page) -> tables(page).stream()
                        .filter(DocumentationTest::isOfUseCases)
                        .flatMap(table -> table.rows().stream())
                        .flatMap(row -> messages(row.getFirst()))
                        .forEach(message -> consumers
                                .computeIfAbsent(message, unseen -> new TreeSet<>())
                                .add(service)));
        return consumers;
    }

    private static boolean isOfUseCases(Table table) {
        return table.head().containsAll(List.of("consumes", "use case", "emits"));
    }

    /** The same column has calls, which are not messages: a call has a path, or starts with gRPC. */
    private static Stream<String> messages(String cell) {
        return Stream.of(cell.split(","))
                .map(String::strip)
                .filter(name -> !name.startsWith("gRPC") && !name.contains("/"))
                .flatMap(name -> MESSAGE.matcher(name).results().map(MatchResult::group));
    }

    private static Set<String> names(String cell) {
        var names = new TreeSet<String>();
        Stream.of(cell.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    private static List<Table> tables(Path page) {
        var tables = new ArrayList<Table>();
        List<List<String>> current = new ArrayList<>();
        for (var line : (text(page) + "\n\n").lines().toList()) {
            if (line.startsWith("|")) {
                current.add(cells(line));
            } else if (!current.isEmpty()) {
                tables.add(new Table(current.getFirst(), List.copyOf(current.subList(2, current.size()))));
                current = new ArrayList<>();
            }
        }
        return tables;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static Map<String, Path> readmes() {
        var readmes = new TreeMap<String, Path>();
        pages().filter(page -> page.getParent().getParent().equals(ROOT.resolve("services")))
                .filter(page -> page.getFileName().toString().equals("README.md"))
                .forEach(page -> readmes.put(page.getParent().getFileName().toString(), page));
        return readmes;
    }

    private static Stream<Path> pages() {
        var pages = new ArrayList<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    var name = folder.getFileName().toString();
                    var isNotOurs = !folder.equals(ROOT) && (name.startsWith(".") || name.equals("target"));
                    return isNotOurs ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        pages.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages.stream();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
