package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.service.Failing;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@PermitAll
@Path("/probe")
public class ProbeResource {

    public enum Colour {
        RED,
        GREEN
    }

    public record Item(
            @NotNull UUID productId,
            @Min(1) int quantity,

            @NotNull @DecimalMin("0") @Digits(integer = 15, fraction = 4)
            BigDecimal price) {}

    public record Order(
            @NotBlank @Size(max = 200) String name,
            @NotEmpty List<@Valid @NotNull Item> items,
            Colour colour,
            Money total,
            Instant after,
            Boolean urgent) {}

    public record Report(
            String words,
            @JsonInclude(JsonInclude.Include.NON_NULL) String author) {}

    @GET
    @Path("report")
    public Uni<Report> report() {
        return Uni.createFrom().item(new Report("all is well", null));
    }

    @POST
    public Uni<Order> take(@Valid @NotNull Order order) {
        return Uni.createFrom().item(order);
    }

    public record Named(@NotNull UUID basketId) {}

    @PUT
    public Uni<Named> named(@Valid @NotNull Named thing) {
        return Uni.createFrom().item(thing);
    }

    @GET
    @Path("{id}")
    public Uni<UUID> byId(UUID id) {
        return Uni.createFrom().item(id);
    }

    @GET
    public Uni<List<Integer>> list(
            @QueryParam("limit") Integer limit,
            @QueryParam("next") String next,
            @QueryParam("orderId") UUID orderId,
            @QueryParam("colour") Colour colour,
            @QueryParam("note") String note) {
        return Uni.createFrom().item(List.of(PageRequest.of(limit, next).limit()));
    }

    @POST
    @Path("replay")
    public Uni<String> replay() {
        return Uni.createFrom().item("again");
    }

    @PUT
    @Path("{id}/colours/{colour: [a-z]+}")
    public Uni<String> paint(UUID id, String colour) {
        return Uni.createFrom().item(colour);
    }

    @GET
    @Path("fail/{kind}")
    public Uni<Void> fail(Failing kind) {
        return Uni.createFrom().failure(kind.exception());
    }

    @GET
    @Path("throw/{kind}")
    public Uni<Void> thrown(Failing kind) {
        throw kind.exception();
    }
}
