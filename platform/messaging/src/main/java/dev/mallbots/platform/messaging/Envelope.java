package dev.mallbots.platform.messaging;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the headers of every message: CloudEvents 1.0 in Kafka's binary mode, its {@code sequence} extension, three extensions of
 * our own, and W3C's trace context.
 *
 * <p>Source: CloudEvents specification 1.0.2 with its Kafka protocol binding; W3C Trace Context.
 */
public final class Envelope {

    public static final String SPEC_VERSION = "ce_specversion";
    /** UUID of the message, the same in every delivery. */
    public static final String ID = "ce_id";
    /** {@code /services/NAME} of the emitter. */
    public static final String SOURCE = "ce_source";
    /** Full name of the protobuf message. */
    public static final String TYPE = "ce_type";
    /** Id of the aggregate that the message is about. */
    public static final String SUBJECT = "ce_subject";
    /** RFC 3339 time of its creation. */
    public static final String TIME = "ce_time";
    /** URI of the payload's schema; the major version is part of the name, and within one version fields are only added. */
    public static final String DATA_SCHEMA = "ce_dataschema";
    /** Version of the emitting aggregate after the event, from 1; absent on commands and replies. */
    public static final String SEQUENCE = "ce_sequence";
    /** UUID of the message's business process. */
    public static final String CORRELATION_ID = "ce_correlationid";
    /** UUID of the message that led to this one. */
    public static final String CAUSATION_ID = "ce_causationid";
    /** The topic for the reply to a command. */
    public static final String REPLY_TO = "ce_replyto";

    /** W3C's trace context: version, trace id, span id and flags. */
    private static final String TRACE_PARENT = "traceparent";

    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-.*");

    public static final String CONTENT_TYPE = "content-type";
    public static final String PROTOBUF = "application/protobuf";

    private Envelope() {}

    static String schemaOf(String type) {
        return "urn:protobuf:" + type;
    }

    /** The trace of a message, 32 hexadecimal digits; empty without one. */
    static Optional<String> traceId(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(TRACE_PARENT))
                .map(TRACE::matcher)
                .filter(Matcher::matches)
                .map(parent -> parent.group(1));
    }
}
