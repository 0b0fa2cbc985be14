package dev.mallbots.depot.out.grpc;

import dev.mallbots.contracts.stores.v1.StoresServiceClient;
import dev.mallbots.depot.application.StoresDirectory;
import dev.mallbots.platform.pacts.Clients.Connection;

/** The real client of stores, for a test's connection. */
public final class StoresClient {

    private StoresClient() {}

    public static StoresDirectory at(Connection at) {
        return new RemoteStoresDirectory(
                new StoresServiceClient("stores", at.channel(), (name, stub) -> stub), at.identity());
    }
}
