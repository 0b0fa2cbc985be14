package dev.mallbots.platform.messaging.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.messaging.MessageLookup;
import dev.mallbots.platform.messaging.MessageLookup.Found;
import dev.mallbots.platform.messaging.MessageLookup.MessageState;
import dev.mallbots.platform.service.ThisService;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Tells operators where messages are in this service, so that they can follow an order from service to service. */
@Cancellable(false)
@Path("/api/ops/{service}/messages")
@Tag(name = "messages")
@RolesAllowed(Roles.OPERATOR)
public class MessageResource {

    private static final int MOST = 50;

    private final MessageLookup lookup;
    private final ThisService self;

    MessageResource(MessageLookup lookup, ThisService self) {
        this.lookup = lookup;
        this.self = self;
    }

    /**
     * @param state WAITING and REFUSED: in the outbox of this service; HANDLED, DEAD and DISCARDED: received by it
     * @param at since when it is in this state
     * @param sentAt when its sender gave it to the broker
     * @param problem the last error, or the reason for discarding it
     */
    public record Whereabouts(
            UUID id,
            MessageState state,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant sentAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "it names something that is not known here")
            String problem) {

        static Whereabouts of(Found found) {
            return new Whereabouts(
                    found.id(),
                    found.state(),
                    found.at(),
                    found.sentAt().orElse(null),
                    found.problem().orElse(null));
        }
    }

    public record WhereaboutsList(List<Whereabouts> messages) {}

    /** @param id of up to {@value #MOST} messages */
    @Operation(
            operationId = "findMessages",
            summary = "Find messages",
            description = "Which of these messages this service has in its outbox, has handled, or could not handle.")
    @GET
    public Uni<WhereaboutsList> find(
            String service,
            @RestQuery
                    @Parameter(
                            required = true,
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = UUID.class,
                                            minItems = 1,
                                            maxItems = MOST))
                    List<UUID> id) {
        self.checkIs(service);
        if (id.isEmpty() || id.size() > MOST) {
            throw new RuleBroken("id", "must be there 1 to " + MOST + " times");
        }
        return lookup.find(id)
                .map(found ->
                        new WhereaboutsList(found.stream().map(Whereabouts::of).toList()));
    }
}
