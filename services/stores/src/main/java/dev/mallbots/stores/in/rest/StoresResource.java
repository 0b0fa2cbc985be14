package dev.mallbots.stores.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.stores.application.CreateStore;
import dev.mallbots.stores.application.DisableParticipation;
import dev.mallbots.stores.application.EnableParticipation;
import dev.mallbots.stores.application.ListedStore;
import dev.mallbots.stores.application.Mall;
import dev.mallbots.stores.application.RebrandStore;
import dev.mallbots.stores.domain.Store;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/stores")
@Tag(name = "stores")
public class StoresResource {

    /** The domain refuses a bad text, because clients compare its messages. */
    public record NewStore(
            @Schema(required = true, maxLength = Store.MAX_NAME, pattern = Texts.LINE, examples = "Bakery")
            String name,

            @Schema(required = true, maxLength = Store.MAX_LOCATION, pattern = Texts.LINE, examples = "Aisle 1")
            String location) {}

    public record NewName(
            @Schema(required = true, maxLength = Store.MAX_NAME, pattern = Texts.LINE, examples = "Bakery")
            String name) {}

    public record StoreView(
            UUID id,
            @Schema(examples = "Bakery") String name,
            @Schema(examples = "Aisle 1") String location,
            boolean participating) {

        static StoreView of(ListedStore listed) {
            Store store = listed.store();
            return new StoreView(store.id(), store.name(), store.location(), store.participating());
        }
    }

    public record StoreAnswer(StoreView store) {}

    /** @param next missing on the last page */
    public record StoresAnswer(
            List<StoreView> stores,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static StoresAnswer of(Page<ListedStore> page) {
            Page<StoreView> views = page.map(StoreView::of);
            return new StoresAnswer(views.items(), views.next());
        }
    }

    private final CreateStore createStore;
    private final EnableParticipation enableParticipation;
    private final DisableParticipation disableParticipation;
    private final RebrandStore rebrandStore;
    private final Mall mall;

    StoresResource(
            CreateStore createStore,
            EnableParticipation enableParticipation,
            DisableParticipation disableParticipation,
            RebrandStore rebrandStore,
            Mall mall) {
        this.createStore = createStore;
        this.enableParticipation = enableParticipation;
        this.disableParticipation = disableParticipation;
        this.rebrandStore = rebrandStore;
        this.mall = mall;
    }

    @Operation(
            operationId = "createStore",
            summary = "Create a store",
            description = "Opens a store. It does not participate until it is enabled.")
    @POST
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Created> create(@Valid @NotNull NewStore body) {
        return createStore.handle(body.name(), body.location()).map(Created::new);
    }

    @Operation(operationId = "getStores", summary = "List stores", description = "All stores of the mall.")
    @GET
    @PermitAll
    public Uni<StoresAnswer> stores(@QueryParam("limit") Integer limit, @QueryParam("next") String next) {
        return mall.stores(PageRequest.of(limit, next)).map(StoresAnswer::of);
    }

    @Operation(
            operationId = "getParticipatingStores",
            summary = "List participating stores",
            description = "The stores whose products can be bought.")
    @GET
    @Path("/participating")
    @PermitAll
    public Uni<StoresAnswer> participatingStores(@QueryParam("limit") Integer limit, @QueryParam("next") String next) {
        return mall.participatingStores(PageRequest.of(limit, next)).map(StoresAnswer::of);
    }

    @Operation(operationId = "getStore", summary = "Get a store", description = "A store, and whether it participates.")
    @GET
    @Path("/{id}")
    @PermitAll
    public Uni<StoreAnswer> store(UUID id) {
        return mall.store(id).map(StoreView::of).map(StoreAnswer::new);
    }

    @Operation(
            operationId = "enableParticipation",
            summary = "Enable participation",
            description = "Lets customers buy the store's products. A store that participates already is a 409.")
    @PUT
    @Path("/{id}/participating")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> enableParticipation(UUID id) {
        return enableParticipation.handle(id).replaceWith(Done::new);
    }

    @Operation(
            operationId = "disableParticipation",
            summary = "Disable participation",
            description =
                    "Ends the store's participation: its products can't be bought until it is enabled again. A store "
                            + "that does not participate is a 409.")
    @DELETE
    @Path("/{id}/participating")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> disableParticipation(UUID id) {
        return disableParticipation.handle(id).replaceWith(Done::new);
    }

    @Operation(operationId = "rebrandStore", summary = "Rebrand a store", description = "Changes the name of a store.")
    @PUT
    @Path("/{id}/rebrand")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> rebrand(UUID id, @Valid @NotNull NewName body) {
        return rebrandStore.handle(id, body.name()).replaceWith(Done::new);
    }
}
