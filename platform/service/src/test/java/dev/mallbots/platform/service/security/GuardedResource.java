package dev.mallbots.platform.service.security;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;

@Path("/guarded")
public class GuardedResource {

    private final Caller caller;

    GuardedResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @PermitAll
    @Path("open")
    public String open() {
        return caller.name();
    }

    @GET
    @RolesAllowed({"customer", Roles.OPERATOR})
    @Path("of/{owner}")
    public Uni<String> mine(UUID owner) {
        return Uni.createFrom().item(owner).invoke(caller::mustBe).map(passed -> caller.name());
    }

    @GET
    @Path("forgotten")
    public String forgotten() {
        return "nobody said who may";
    }
}
