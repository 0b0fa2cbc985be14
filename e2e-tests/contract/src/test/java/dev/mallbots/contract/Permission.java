package dev.mallbots.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles that may make a call, in addition to operators. */
record Permission(Set<To> to) {

    enum To {
        EVERYBODY,
        CUSTOMERS,
        ITS_CUSTOMER,
        STORE_OWNERS,
        ITS_STORE_OWNER,
        STAFF,
        SERVICES,
        OPERATORS
    }

    /** The result of a call. */
    enum Outcome {
        /** Any other result does not depend on the caller. */
        LET_IN,
        UNAUTHENTICATED,
        FORBIDDEN
    }

    Outcome of(Who who) {
        return switch (who) {
            case EXPIRED, WRONG_ISSUER, WRONG_AUDIENCE, BAD_SIGNATURE, NO_SIGNATURE, NONSENSE ->
                Outcome.UNAUTHENTICATED;
            case NOBODY -> to.contains(To.EVERYBODY) ? Outcome.LET_IN : Outcome.UNAUTHENTICATED;
            case OPERATOR -> Outcome.LET_IN;
            case THE_CUSTOMER -> when(To.CUSTOMERS, To.ITS_CUSTOMER);
            case ANOTHER_CUSTOMER -> when(To.CUSTOMERS);
            case THE_STORE_OWNER -> when(To.STORE_OWNERS, To.ITS_STORE_OWNER);
            case ANOTHER_STORE_OWNER -> when(To.STORE_OWNERS);
            case STAFF -> when(To.STAFF);
            case SERVICE -> when(To.SERVICES);
        };
    }

    private Outcome when(To... any) {
        return to.contains(To.EVERYBODY) || Arrays.stream(any).anyMatch(to::contains)
                ? Outcome.LET_IN
                : Outcome.FORBIDDEN;
    }

    /** By the text before the last comma of a line, with other commas replaced by blanks. */
    static Map<String, Permission> table(String resource) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Permission.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.lastIndexOf(',')).replace(',', ' '),
                            line -> parse(line.substring(line.lastIndexOf(',') + 1)),
                            (one, other) -> {
                                throw new IllegalStateException(resource + " has a call twice");
                            },
                            LinkedHashMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Permission parse(String words) {
        return new Permission(Arrays.stream(words.split("\\+"))
                .map(word -> To.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(To.class))));
    }
}
