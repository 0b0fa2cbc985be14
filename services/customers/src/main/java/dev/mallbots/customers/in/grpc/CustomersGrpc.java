package dev.mallbots.customers.in.grpc;

import dev.mallbots.contracts.People;
import dev.mallbots.contracts.customers.v1.ChangeSmsNumberRequest;
import dev.mallbots.contracts.customers.v1.ChangeSmsNumberResponse;
import dev.mallbots.contracts.customers.v1.Customer;
import dev.mallbots.contracts.customers.v1.CustomersService;
import dev.mallbots.contracts.customers.v1.DisableCustomerRequest;
import dev.mallbots.contracts.customers.v1.DisableCustomerResponse;
import dev.mallbots.contracts.customers.v1.EnableCustomerRequest;
import dev.mallbots.contracts.customers.v1.EnableCustomerResponse;
import dev.mallbots.contracts.customers.v1.GetCustomerRequest;
import dev.mallbots.contracts.customers.v1.GetCustomerResponse;
import dev.mallbots.contracts.customers.v1.RegisterCustomerRequest;
import dev.mallbots.contracts.customers.v1.RegisterCustomerResponse;
import dev.mallbots.customers.application.ChangeSmsNumber;
import dev.mallbots.customers.application.Customers;
import dev.mallbots.customers.application.DisableCustomer;
import dev.mallbots.customers.application.EnableCustomer;
import dev.mallbots.customers.application.RegisterCustomer;
import dev.mallbots.customers.application.ViewCustomer;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.UUID;

@GrpcService
class CustomersGrpc implements CustomersService {

    private final RegisterCustomer registerCustomer;
    private final ViewCustomer viewCustomer;
    private final ChangeSmsNumber changeSmsNumber;
    private final EnableCustomer enableCustomer;
    private final DisableCustomer disableCustomer;

    CustomersGrpc(
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

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<RegisterCustomerResponse> registerCustomer(RegisterCustomerRequest request) {
        return registerCustomer
                .handle(request.getName(), request.getSmsNumber())
                .map(id -> RegisterCustomerResponse.newBuilder()
                        .setId(id.toString())
                        .build());
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.SERVICE, Roles.OPERATOR})
    public Uni<GetCustomerResponse> getCustomer(GetCustomerRequest request) {
        return viewCustomer
                .handle(id(request.getId()))
                .map(known -> GetCustomerResponse.newBuilder()
                        .setCustomer(message(known))
                        .build());
    }

    @Override
    @RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
    public Uni<ChangeSmsNumberResponse> changeSmsNumber(ChangeSmsNumberRequest request) {
        return changeSmsNumber
                .handle(id(request.getId()), request.getSmsNumber())
                .replaceWith(ChangeSmsNumberResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed(Roles.OPERATOR)
    public Uni<EnableCustomerResponse> enableCustomer(EnableCustomerRequest request) {
        return enableCustomer.handle(id(request.getId())).replaceWith(EnableCustomerResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed(Roles.OPERATOR)
    public Uni<DisableCustomerResponse> disableCustomer(DisableCustomerRequest request) {
        return disableCustomer.handle(id(request.getId())).replaceWith(DisableCustomerResponse.getDefaultInstance());
    }

    private static UUID id(String text) {
        return Fields.uuid("id", text);
    }

    private static Customer message(Customers.Known known) {
        var customer = known.customer();
        return Customer.newBuilder()
                .setId(customer.id().toString())
                .setName(customer.name())
                .setSmsNumber(customer.smsNumber().text())
                .setEnabled(customer.enabled())
                .setVersion(known.sequence())
                .build();
    }
}
