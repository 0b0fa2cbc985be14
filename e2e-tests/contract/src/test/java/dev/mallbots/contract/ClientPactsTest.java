package dev.mallbots.contract;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway, with all services behind it, answers every request of the pacts of its clients as they say. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
@Provider("gateway")
@PactFolder("../../shared-contracts/pacts")
class ClientPactsTest {

    @BeforeEach
    void ask_the_gateway(PactVerificationContext context) {
        URI gateway = URI.create(Mall.get().url("gateway"));
        context.setTarget(new HttpTestTarget(gateway.getHost(), gateway.getPort()));
        context.addStateChangeHandlers(new ClientStates());
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void the_gateway_keeps_the_pacts_of_its_clients(PactVerificationContext context) {
        context.verifyInteraction();
    }
}
