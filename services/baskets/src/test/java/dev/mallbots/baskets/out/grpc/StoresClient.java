package dev.mallbots.baskets.out.grpc;

import dev.mallbots.baskets.application.Catalogue;
import dev.mallbots.contracts.stores.v1.StoresServiceClient;
import dev.mallbots.platform.pacts.Clients.Connection;
import dev.mallbots.platform.service.Amounts;

/** The real client of stores, for a test's connection. */
public final class StoresClient {

    private StoresClient() {}

    public static Catalogue at(Connection at) {
        return new RemoteCatalogue(
                new StoresServiceClient("stores", at.channel(), (name, stub) -> stub),
                at.identity(),
                new Amounts("EUR"));
    }
}
