import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints who reads what of whom, from the pacts in Git and the results of the services' tests. With the name of a service it answers whether
 * that service can be deployed: it can if its consumers can read what it writes, and it can read what its providers write. Run from the
 * root folder: {@code java shared-contracts/Matrix.java [SERVICE]}.
 */
class Matrix {

    private static final Pattern NAMES =
            Pattern.compile("\"(consumer|provider)\": \\{\\s*\"name\": \"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\"ce_type\": \"([^\"]+)\"");

    /** One pact file. */
    private record Pair(String consumer, String provider, List<String> types, Set<String> broken) {

        boolean verified() {
            return broken.isEmpty();
        }

        boolean isOf(String service) {
            return consumer.equals(service) || provider.equals(service);
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
        List<Pair> asked =
                pairs.stream().filter(it -> all || it.isOf(arguments[0])).toList();
        if (asked.isEmpty()) {
            System.err.printf("No service %s reads or writes a message; services with messages: %s%n", arguments[0], names(pairs));
            System.exit(2);
        }
        System.out.printf("%-14s %-14s %s%n", "consumer", "provider", "messages");
        asked.forEach(Matrix::print);
        boolean verified = asked.stream().allMatch(Pair::verified);
        if (!all) {
            System.out.printf(
                    verified ? "%s can be deployed: every pact is verified.%n" : "%s can't be deployed: %s%n",
                    arguments[0],
                    reason(asked));
        }
        System.exit(verified ? 0 : 1);
    }

    private static void print(Pair pair) {
        System.out.printf(
                "%-14s %-14s %s: %s%n",
                pair.consumer(),
                pair.provider(),
                pair.verified() ? "verified" : "NOT VERIFIED",
                pair.types().stream()
                        .map(type -> simple(type) + (pair.broken().contains(type) ? " (not verified)" : ""))
                        .collect(Collectors.joining(", ")));
    }

    private static String reason(List<Pair> asked) {
        return asked.stream()
                .filter(pair -> !pair.verified())
                .map(pair -> "it is not shown that %s can read %s of %s"
                        .formatted(
                                pair.consumer(),
                                pair.broken().stream().map(Matrix::simple).collect(Collectors.joining(", ")),
                                pair.provider()))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static Set<String> names(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.consumer(), pair.provider()))
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
        List<String> types = TYPE.matcher(text).results().map(it -> it.group(1)).toList();
        Set<String> read = results(consumer, "pacts-read.txt");
        Set<String> kept = results(provider, "pacts-kept.txt");
        Set<String> broken = types.stream()
                .filter(type -> {
                    String line = "%s %08x %s".formatted(file.getFileName(), text.hashCode(), type);
                    return !read.contains(line) || !kept.contains(line);
                })
                .collect(Collectors.toCollection(TreeSet::new));
        return new Pair(consumer, provider, types, broken);
    }

    /** The lines that the tests of a service have written; none if they have not run. */
    private static Set<String> results(String service, String name) throws IOException {
        Path file = Path.of("services", service, "target", name);
        return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
