package dev.mallbots.analytics.in.messaging;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Adds every event to the audit trail. The trail keeps events permanently, so it also recognises a repeated event that the inbox no longer
 * knows; such an event changes nothing.
 */
@ApplicationScoped
class Trailing {

    private static final JsonFormat.Printer JSON =
            JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();

    private final AuditTrail trail;

    Trailing(AuditTrail trail) {
        this.trail = trail;
    }

    /** For an event that only the trail uses. */
    void follow(Subscriptions on, Class<? extends Message> type) {
        follow(on, type, (event, context) -> Uni.createFrom().voidItem());
    }

    <M extends Message> void follow(
            Subscriptions on, Class<M> type, BiFunction<M, MessageContext, Uni<Void>> furtherEffect) {
        on.event(
                type,
                (event, context) -> trail.add(
                        audited(event, context), named(event, context), () -> furtherEffect.apply(event, context)));
    }

    private static AuditedEvent audited(Message event, MessageContext context) {
        return new AuditedEvent(
                context.id(),
                context.type(),
                context.source(),
                Fields.uuid("subject", context.subject()),
                context.sequence().orElseThrow(),
                context.time(),
                context.correlationId(),
                context.causationId(),
                context.traceId(),
                json(event));
    }

    private static String json(Message event) {
        try {
            return JSON.print(event);
        } catch (InvalidProtocolBufferException impossible) {
            // only an Any of an unknown type can't be written, and no event has one
            throw new IllegalStateException(impossible);
        }
    }

    /** All ids in the event: the fields whose name ends with {@code _id}, as in all contracts. */
    private static Set<UUID> named(Message event, MessageContext context) {
        Set<UUID> ids = new LinkedHashSet<>();
        ids.add(Fields.uuid("subject", context.subject()));
        addIds(event, ids);
        return ids;
    }

    private static void addIds(Message message, Set<UUID> ids) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            List<?> values = field.getValue() instanceof List<?> several ? several : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof Message part) {
                    addIds(part, ids);
                } else if (field.getKey().getName().endsWith("_id") && value instanceof String id) {
                    ids.add(Fields.uuid(field.getKey().getName(), id));
                }
            }
        }
    }
}
