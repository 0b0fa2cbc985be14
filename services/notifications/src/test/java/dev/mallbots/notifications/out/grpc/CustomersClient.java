package dev.mallbots.notifications.out.grpc;

import dev.mallbots.contracts.customers.v1.CustomersServiceClient;
import dev.mallbots.notifications.application.CustomerDirectory;
import dev.mallbots.platform.pacts.Clients.Connection;

/** The real client of customers, for a test's connection. */
public final class CustomersClient {

    private CustomersClient() {}

    public static CustomerDirectory at(Connection at) {
        return new RemoteCustomerDirectory(
                new CustomersServiceClient("customers", at.channel(), (name, stub) -> stub), at.identity());
    }
}
