import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints who reads what of whom, from the pacts in Git and the results of the tests on both sides. With the name of a service it answers
 * whether that service can be deployed: it can if its consumers can read what it writes, it can read what its providers write, and
 * {@code docs/openapi.json} promises the answers that clients read. Run from the root folder:
 * {@code java shared-contracts/Matrix.java [SERVICE]}.
 */
class Matrix {

    private static final Pattern NAMES =
            Pattern.compile("\"(consumer|provider)\": \\{\\s*\"name\": \"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\"ce_type\": \"([^\"]+)\"");
    private static final Pattern METHOD = Pattern.compile("\"grpc-method\": \"([^\"]+)\"");
    private static final Pattern DESCRIPTION = Pattern.compile("\"description\": \"([^\"]+)\",\\s*\"key\"");
    private static final Pattern CALL = Pattern.compile("\"path\": \"/api/((?:ops/)?[a-z-]+)");

    /** Where the calls go whose path does not begin with the service's name. */
    private static final Map<String, String> SERVICES_BY_PATH = Map.of("audit", "analytics", "ops/sagas", "order-saga");

    /** Something that a consumer reads. */
    private sealed interface Read {

        /** As in the results of the tests. */
        String key();

        /** For people. */
        String name();

        /** What the tests have shown if they have passed. */
        String shown();
    }

    private record Message(String key) implements Read {

        @Override
        public String name() {
            return key.substring(key.lastIndexOf('.') + 1);
        }

        @Override
        public String shown() {
            return "verified";
        }
    }

    /** The answer to a gRPC call between two services. */
    private record Call(String key) implements Read {

        @Override
        public String name() {
            return "the answer to " + key.substring(key.lastIndexOf('/') + 1);
        }

        @Override
        public String shown() {
            return "verified";
        }
    }

    /** The answer to a call of a client, which the gateway forwards to a service. */
    private record Answer(String key, String service) implements Read {

        @Override
        public String name() {
            return "the answer to '%s'".formatted(key);
        }

        /** These tests start no mall; the tests of e2e-tests/contract ask one. */
        @Override
        public String shown() {
            return "compared with docs/openapi.json";
        }
    }

    /** One pact file, or that part of it that concerns a service. */
    private record Pair(String consumer, String provider, List<Read> reads, Set<String> broken) {

        boolean verified() {
            return broken.isEmpty();
        }

        /** Empty if the pact does not concern the service. */
        Pair of(String service) {
            return consumer.equals(service) || provider.equals(service)
                    ? this
                    : only(read -> read instanceof Answer answer && answer.service().equals(service));
        }

        private Pair only(Predicate<Read> wanted) {
            List<Read> some = reads.stream().filter(wanted).toList();
            Set<String> keys = some.stream().map(Read::key).collect(Collectors.toSet());
            return new Pair(
                    consumer,
                    provider,
                    some,
                    broken.stream().filter(keys::contains).collect(Collectors.toCollection(TreeSet::new)));
        }

        String shown() {
            return verified() ? reads.getFirst().shown() : "NOT VERIFIED";
        }

        Stream<String> services() {
            return reads.stream().flatMap(read -> read instanceof Answer answer ? Stream.of(answer.service()) : Stream.of());
        }

        /** Each message and each answer to a gRPC call, or how many calls go to each service. */
        String summary() {
            String messages = reads.stream()
                    .filter(read -> !(read instanceof Answer))
                    .map(read -> read.name() + (broken.contains(read.key()) ? " (not verified)" : ""))
                    .collect(Collectors.joining(", "));
            String calls = services()
                    .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(service -> "%s %d".formatted(service.getKey(), service.getValue()))
                    .collect(Collectors.joining(", "));
            return messages + calls + (calls.isEmpty() || broken.isEmpty() ? "" : "; not verified: " + missing());
        }

        private String missing() {
            return broken.size() == reads.size() ? "all" : broken.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Pair> pairs;
        try (Stream<Path> files = Files.list(Path.of("shared-contracts", "pacts"))) {
            List<Pair> found = new ArrayList<>();
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                found.add(pair(file));
            }
            pairs = List.copyOf(found);
        }
        boolean all = arguments.length == 0 || arguments[0].isBlank();
        List<Pair> asked = pairs.stream()
                .map(pair -> all ? pair : pair.of(arguments[0]))
                .filter(pair -> !pair.reads().isEmpty())
                .toList();
        if (asked.isEmpty()) {
            System.err.printf("%s has no pact; those with pacts: %s%n", arguments[0], names(pairs));
            System.exit(2);
        }
        System.out.printf("%-14s %-14s %s%n", "consumer", "provider", "messages, or answered calls");
        asked.forEach(pair -> System.out.printf(
                "%-14s %-14s %s: %s%n", pair.consumer(), pair.provider(), pair.shown(), pair.summary()));
        boolean verified = asked.stream().allMatch(Pair::verified);
        if (!all) {
            System.out.printf(
                    verified ? "%s can be deployed: every pact is %s.%n" : "%s can't be deployed: %s%n",
                    arguments[0],
                    verified ? shown(asked) : reason(asked));
        }
        System.exit(verified ? 0 : 1);
    }

    private static String shown(List<Pair> asked) {
        return asked.stream().map(Pair::shown).distinct().collect(Collectors.joining(", or "));
    }

    private static String reason(List<Pair> asked) {
        return asked.stream()
                .filter(pair -> !pair.verified())
                .map(pair -> "it is not shown that %s can read %s of %s"
                        .formatted(
                                pair.consumer(),
                                pair.reads().stream()
                                        .filter(read -> pair.broken().contains(read.key()))
                                        .map(Read::name)
                                        .collect(Collectors.joining(", ")),
                                pair.provider()))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static Set<String> names(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.concat(Stream.of(pair.consumer(), pair.provider()), pair.services()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Pair pair(Path file) throws IOException {
        String text = Files.readString(file);
        String consumer = null;
        String provider = null;
        for (Matcher name = NAMES.matcher(text); name.find(); ) {
            if (name.group(1).equals("consumer")) {
                consumer = name.group(2);
            } else {
                provider = name.group(2);
            }
        }
        List<Read> reads = new ArrayList<>();
        TYPE.matcher(text).results().forEach(type -> reads.add(new Message(type.group(1))));
        METHOD.matcher(text).results().map(method -> method.group(1)).distinct().forEach(method -> reads.add(new Call(method)));
        Set<String> read;
        Set<String> kept;
        if (reads.isEmpty()) {
            reads.addAll(answers(text));
            read = results(Path.of("e2e-tests", "consumers"), "pacts-read-%s.txt".formatted(consumer));
            kept = results(Path.of("e2e-tests", "consumers"), "pacts-kept.txt");
        } else {
            read = results(Path.of("services", consumer), "pacts-read.txt");
            kept = new TreeSet<>(results(Path.of("services", provider), "pacts-kept.txt"));
            kept.addAll(results(Path.of("services", provider), "pacts-kept-calls.txt"));
        }
        Set<String> broken = reads.stream()
                .map(Read::key)
                .filter(key -> {
                    String line = "%s %08x %s".formatted(file.getFileName(), text.hashCode(), key);
                    return !read.contains(line) || !kept.contains(line);
                })
                .collect(Collectors.toCollection(TreeSet::new));
        return new Pair(consumer, provider, List.copyOf(reads), broken);
    }

    /** Every interaction has one description, and then one path. */
    private static List<Read> answers(String text) {
        List<Read> answers = new ArrayList<>();
        Matcher path = CALL.matcher(text);
        for (Matcher description = DESCRIPTION.matcher(text); description.find() && path.find(); ) {
            String begin = path.group(1);
            answers.add(new Answer(
                    description.group(1), SERVICES_BY_PATH.getOrDefault(begin, begin.replaceFirst("^ops/", ""))));
        }
        return answers;
    }

    /** The lines that the tests of a module have written; none if they have not run. */
    private static Set<String> results(Path module, String name) throws IOException {
        Path file = module.resolve("target").resolve(name);
        return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
    }
}
