package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a PromQL expression names. A reader of names, not of the language: promtool and Prometheus read that. */
final class Queries {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern COMMENT = Pattern.compile("#[^\n]*");
    private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+}?");
    private static final Pattern NUMBER = Pattern.compile("\\b[0-9][0-9a-z.]*\\b");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without", "NaN");

    private Queries() {}

    /** The names of the series that the expression reads. */
    static Set<String> series(String expression) {
        String left = expression;
        for (Pattern noName : new Pattern[] {TEXT, COMMENT, MATCHERS, RANGE, LABELS, VARIABLE, NUMBER}) {
            left = noName.matcher(left).replaceAll(" ");
        }
        return NAME.matcher(left)
                .results()
                .map(found -> found.group())
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void assertNamesOnly(Set<String> known, String expression) {
        assertThat(series(expression)).as(expression).isNotEmpty().isSubsetOf(known);
    }
}
