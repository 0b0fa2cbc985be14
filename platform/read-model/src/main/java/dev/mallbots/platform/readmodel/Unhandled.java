package dev.mallbots.platform.readmodel;

import dev.mallbots.platform.messaging.Replay.Failed;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The messages of the history that could not be handled and are missing in the rebuilt copy.
 *
 * @param first the first ones
 */
public record Unhandled(@Schema(examples = "1") long count, List<Failed> first) {

    static final Unhandled NONE = new Unhandled(0, List.of());
    private static final int SHOWN = 20;

    Unhandled with(List<Failed> more) {
        return new Unhandled(
                count + more.size(),
                Stream.concat(first.stream(), more.stream()).limit(SHOWN).toList());
    }
}
