package dev.mallbots.platform.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * A client may invent methods of HTTP, and each would become a series of its own in the metrics about requests: all of them are counted as
 * {@code OTHER}.
 */
@Singleton
class KnownMethods implements MeterFilter {

    private static final String METRICS = "http.";
    private static final String METHOD = "method";
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    @Override
    public Meter.Id map(Meter.Id id) {
        String method = id.getName().startsWith(METRICS) ? id.getTag(METHOD) : null;
        return method == null || KNOWN.contains(method)
                ? id
                : id.replaceTags(id.getTags().stream()
                        .map(tag -> tag.getKey().equals(METHOD) ? Tag.of(METHOD, "OTHER") : tag)
                        .toList());
    }
}
