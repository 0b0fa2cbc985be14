package dev.mallbots.customers.in.rest;

import dev.mallbots.contracts.People;
import dev.mallbots.customers.application.ChangeSmsNumber;
import dev.mallbots.customers.application.DisableCustomer;
import dev.mallbots.customers.application.EnableCustomer;
import dev.mallbots.customers.application.RegisterCustomer;
import dev.mallbots.customers.application.ViewCustomer;
import dev.mallbots.customers.domain.Customer;
import dev.mallbots.customers.domain.SmsNumber;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/customers")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class CustomersResource {

    /** The domain refuses a bad text, because clients compare its messages. */
    public record Registration(
            @Schema(required = true, maxLength = Customer.LONGEST_NAME, pattern = Texts.LINE, examples = "Carla Costa")
            String name,

            @Schema(
                    required = true,
                    maxLength = SmsNumber.LONGEST,
                    pattern = SmsNumber.FORM,
                    examples = "+49 30 1234567")
            String smsNumber) {}

    public record SmsChange(
            @Schema(
                    required = true,
                    maxLength = SmsNumber.LONGEST,
                    pattern = SmsNumber.FORM,
                    examples = "+49 30 1234567")
            String smsNumber) {}

    public record Registered(UUID id) {}

    public record Answer(CustomerView customer) {}

    public record CustomerView(
            UUID id,
            @Schema(examples = "Carla Costa") String name,
            @Schema(examples = "+49 30 1234567") String smsNumber,
            boolean enabled) {}

    /** As a request: a body with any field is refused. As an answer: done, without a result. */
    public record Nothing() {}

    private final RegisterCustomer registerCustomer;
    private final ViewCustomer viewCustomer;
    private final ChangeSmsNumber changeSmsNumber;
    private final EnableCustomer enableCustomer;
    private final DisableCustomer disableCustomer;

    CustomersResource(
            RegisterCustomer registerCustomer,
            ViewCustomer viewCustomer,
            ChangeSmsNumber changeSmsNumber,
            EnableCustomer enableCustomer,
            DisableCustomer disableCustomer) {
        this.registerCustomer = registerCustomer;
        this.viewCustomer = viewCustomer;
        this.changeSmsNumber = changeSmsNumber;
        this.enableCustomer = enableCustomer;
        this.disableCustomer = disableCustomer;
    }

    @Operation(
            operationId = "registerCustomer",
            summary = "Register a customer",
            description = "Registers a customer, who may buy at once.")
    @POST
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<Registered> register(@Valid @NotNull Registration customer) {
        return registerCustomer.handle(customer.name(), customer.smsNumber()).map(Registered::new);
    }

    @Operation(
            operationId = "getCustomer",
            summary = "Get a customer",
            description = "A customer, and whether the customer may buy.")
    @GET
    @Path("/{id}")
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<Answer> get(UUID id) {
        return viewCustomer.handle(id).map(known -> new Answer(view(known.customer())));
    }

    @Operation(
            operationId = "changeSmsNumber",
            summary = "Change a customer's SMS number",
            description =
                    "Replaces the number to which notifications go. Another spelling of the same number replaces its "
                            + "spelling.")
    @PUT
    @Path("/{id}/change-sms")
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<Nothing> changeSms(UUID id, @Valid @NotNull SmsChange change) {
        return changeSmsNumber.handle(id, change.smsNumber()).replaceWith(Nothing::new);
    }

    @Operation(
            operationId = "enableCustomer",
            summary = "Enable a customer",
            description = "Lets a disabled customer buy again. A customer who is enabled already is a 409.")
    @PUT
    @Path("/{id}/enable")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Nothing> enable(UUID id, Nothing body) {
        return enableCustomer.handle(id).replaceWith(Nothing::new);
    }

    @Operation(
            operationId = "disableCustomer",
            summary = "Disable a customer",
            description = "Keeps a customer from buying. A customer who is disabled already is a 409.")
    @PUT
    @Path("/{id}/disable")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Nothing> disable(UUID id, Nothing body) {
        return disableCustomer.handle(id).replaceWith(Nothing::new);
    }

    private static CustomerView view(Customer customer) {
        return new CustomerView(
                customer.id(), customer.name(), customer.smsNumber().text(), customer.enabled());
    }
}
