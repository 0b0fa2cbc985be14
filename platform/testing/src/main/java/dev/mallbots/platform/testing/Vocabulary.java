package dev.mallbots.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics that docs/telemetry.md documents. A row of a table there is a metric; the heading above the table names the module whose code
 * has it, or says that a library has it.
 */
public final class Vocabulary {

    private static final String FILE = "docs/telemetry.md";
    /** Behind the value there may be an exemplar, which has labels too. */
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)})? ");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** What a metric is: it decides which series Prometheus has of it. */
    public enum Kind {
        COUNTER(""),
        GAUGE(""),
        /** With a histogram, in seconds. */
        TIMER("_bucket", "_count", "_sum", "_max"),
        /** Without a histogram. */
        SUMMARY("_count", "_sum", "_max"),
        HISTOGRAM("_bucket", "_count", "_sum", "_max");

        private final List<String> suffixes;

        Kind(String... suffixes) {
            this.suffixes = List.of(suffixes);
        }
    }

    /**
     * A documented metric.
     *
     * @param module {@code platform/messaging}; for a metric that is not ours, the heading
     * @param name Micrometer's, with dots; empty for a metric that is not ours
     * @param prometheus the name in Prometheus, for a timer or histogram without the suffix
     * @param labels those of the code, without those that Prometheus adds
     */
    public record Metric(String module, String name, String prometheus, Kind kind, Set<String> labels) {

        /** The names that a query may have. */
        public Stream<String> series() {
            return kind.suffixes.stream().map(suffix -> prometheus + suffix);
        }
    }

    private final List<Metric> metrics;

    private Vocabulary(List<Metric> metrics) {
        this.metrics = metrics;
    }

    /** Reads docs/telemetry.md, in the working folder or above. */
    public static Vocabulary ofProject() {
        Path file = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + FILE + " above the working folder"));
        try {
            return new Vocabulary(read(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Metric> read(List<String> lines) {
        List<Metric> metrics = new ArrayList<>();
        String heading = "";
        for (String line : lines) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("^#+ ", "");
            } else if (line.startsWith("| `")) {
                metric(heading, cells(line)).ifPresent(metrics::add);
            }
        }
        return List.copyOf(metrics);
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
    }

    /** A row of another table, such as that of the log fields, is no metric. */
    private static Optional<Metric> metric(String heading, List<String> cells) {
        boolean ours = heading.matches("(platform|services)/[a-z-]+");
        int kindAt = ours ? 2 : 1;
        if (cells.size() <= kindAt + 2) {
            return Optional.empty();
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(cells.get(kindAt)))
                .findFirst()
                .map(kind -> new Metric(
                        heading,
                        ours ? code(cells.getFirst()).getFirst() : "",
                        code(cells.get(kindAt - 1)).getFirst(),
                        kind,
                        Set.copyOf(code(cells.get(kindAt + 2)))));
    }

    private static List<String> code(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    public List<Metric> metrics() {
        return metrics;
    }

    /** Every name of a series that a query may have. */
    public Set<String> series() {
        return metrics.stream().flatMap(Metric::series).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Compares the metrics of these modules with what a service exposes.
     *
     * @param scrape in Prometheus' text format, soon after the start
     * @return one sentence for each documented series that is missing, and each label that is undocumented or missing; empty if all is well
     */
    public List<String> differences(String scrape, String... modules) {
        Map<String, Set<String>> exposed = labelsOf(scrape);
        List<String> differences = new ArrayList<>();
        metrics.stream()
                .filter(metric -> List.of(modules).contains(metric.module()))
                .forEach(metric -> metric.series()
                        .forEach(series ->
                                difference(metric, series, exposed.get(series)).ifPresent(differences::add)));
        return differences;
    }

    private static Optional<String> difference(Metric metric, String series, Set<String> labels) {
        if (labels == null) {
            return Optional.of(series + " is documented, and does not exist from the start");
        }
        Set<String> ours = new TreeSet<>(labels);
        ours.remove("le");
        return ours.equals(metric.labels())
                ? Optional.empty()
                : Optional.of("%s has the labels %s, documented are %s"
                        .formatted(series, ours, new TreeSet<>(metric.labels())));
    }

    private static Map<String, Set<String>> labelsOf(String scrape) {
        Map<String, Set<String>> labels = new TreeMap<>();
        scrape.lines()
                .map(SAMPLE::matcher)
                .flatMap(sample -> sample.results().findFirst().stream())
                .forEach(sample -> labels.computeIfAbsent(sample.group(1), first -> new TreeSet<>())
                        .addAll(labelNames(sample)));
        return labels;
    }

    private static Set<String> labelNames(MatchResult sample) {
        return sample.group(2) == null
                ? Set.of()
                : LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toSet());
    }
}
