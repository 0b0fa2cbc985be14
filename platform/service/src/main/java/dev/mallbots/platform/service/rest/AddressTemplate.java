package dev.mallbots.platform.service.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with places for parameters, as in {@code @Path}.
 *
 * @param path matches the fitting paths, with or without a slash at the end
 * @param literals the number of literal characters: of two fitting templates, the one with more is used (Jakarta REST, 3.7.2)
 */
record AddressTemplate(Pattern path, int literals) {

    private static final Pattern PLACE = Pattern.compile("\\{\\s*[\\w.-]+\\s*(?::\\s*([^{}]*(?:\\{[^{}]*}[^{}]*)*))?}");
    private static final String ONE_SEGMENT = "[^/]+";

    /** @param parts of classes and methods, each with or without slashes around it */
    static AddressTemplate of(String... parts) {
        String text = String.join("/", parts).replaceAll("/{2,}", "/").replaceAll("/$", "");
        StringBuilder path = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        int literals = 0;
        while (place.find()) {
            path.append(Pattern.quote(text.substring(end, place.start())));
            path.append('(')
                    .append(
                            place.group(1) == null
                                    ? ONE_SEGMENT
                                    : place.group(1).strip())
                    .append(')');
            literals += place.start() - end;
            end = place.end();
        }
        path.append(Pattern.quote(text.substring(end))).append("/?");
        return new AddressTemplate(Pattern.compile(path.toString()), literals + text.length() - end);
    }

    boolean fits(String asked) {
        return path.matcher(asked).matches();
    }
}
