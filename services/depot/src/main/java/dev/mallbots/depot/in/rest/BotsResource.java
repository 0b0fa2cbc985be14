package dev.mallbots.depot.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.depot.application.Bots;
import dev.mallbots.depot.domain.Bot;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/depot/bots")
@Tag(name = "bots")
@RolesAllowed({People.STAFF, Roles.OPERATOR})
public class BotsResource {

    /** @param shoppingListId missing while the bot is idle */
    public record BotView(
            UUID id,
            @Schema(examples = "bot 1") String name,
            @Schema(enumeration = {"idle", "active"}) String status,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID shoppingListId) {

        static BotView of(Bot bot) {
            return new BotView(
                    bot.id(),
                    bot.name(),
                    bot.isIdle() ? "idle" : "active",
                    bot.shoppingListId().orElse(null));
        }
    }

    /** @param next missing on the last page */
    public record BotsAnswer(
            List<BotView> bots,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static BotsAnswer of(Page<Bot> page) {
            Page<BotView> views = page.map(BotView::of);
            return new BotsAnswer(views.items(), views.next());
        }
    }

    private final Bots bots;

    BotsResource(Bots bots) {
        this.bots = bots;
    }

    @Operation(
            operationId = "listBots",
            summary = "List bots",
            description = "Every bot, and the list that it collects.")
    @GET
    public Uni<BotsAnswer> bots(@QueryParam("limit") Integer limit, @QueryParam("next") String next) {
        return bots.list(PageRequest.of(limit, next)).map(BotsAnswer::of);
    }
}
