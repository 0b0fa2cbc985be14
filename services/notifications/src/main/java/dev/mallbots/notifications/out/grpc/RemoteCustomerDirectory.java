package dev.mallbots.notifications.out.grpc;

import dev.mallbots.contracts.customers.v1.Customer;
import dev.mallbots.contracts.customers.v1.CustomersService;
import dev.mallbots.contracts.customers.v1.GetCustomerRequest;
import dev.mallbots.notifications.application.CustomerDirectory;
import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.grpc.Silence;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Calls the service customers over gRPC. */
@ApplicationScoped
class RemoteCustomerDirectory implements CustomerDirectory {

    private final Silence silence = new Silence(Duration.ofSeconds(3));
    private final CustomersService customers;
    private final OwnIdentity identity;

    RemoteCustomerDirectory(@GrpcClient("customers") CustomersService customers, OwnIdentity identity) {
        this.customers = customers;
        this.identity = identity;
    }

    @Override
    public Uni<Optional<Entry>> find(UUID customerId) {
        var request =
                GetCustomerRequest.newBuilder().setId(customerId.toString()).build();
        return silence.orAsk(() -> identity.calling(customers, client -> client.getCustomer(request))
                .map(response -> Optional.of(entry(customerId, response.getCustomer())))
                .onFailure(RemoteCustomerDirectory::isUnknown)
                .recoverWithItem(Optional.empty())
                // a technical failure tells nothing about the customer, so the message is tried again
                .onFailure(StatusRuntimeException.class)
                .transform(failure -> new Unavailable("the customers service", failure)));
    }

    private static boolean isUnknown(Throwable failure) {
        return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND;
    }

    private static Entry entry(UUID id, Customer customer) {
        return new Entry(new Contact(id, customer.getName(), customer.getSmsNumber()), customer.getVersion());
    }
}
