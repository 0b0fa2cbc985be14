package dev.mallbots.notifications;

import dev.mallbots.contracts.customers.v1.Customer;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc.CustomersServiceImplBase;
import dev.mallbots.contracts.customers.v1.GetCustomerRequest;
import dev.mallbots.contracts.customers.v1.GetCustomerResponse;
import dev.mallbots.platform.fleet.Ports;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;

/** A fake customers service over real gRPC, which a test can stop. */
public final class CustomersStandIn extends CustomersServiceImplBase implements AutoCloseable {

    private static final String PORT = "quarkus.grpc.clients.customers.test-port";

    /** Sets its address in the service under test before it starts. */
    public static final class Address implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(PORT, "" + Ports.free(1).getFirst());
        }

        @Override
        public void stop() {}
    }

    private final Map<String, Customer> known = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile int silentQuestions;
    private Server server;

    public void knows(Customer customer) {
        known.put(customer.getId(), customer);
    }

    /** Does not answer the first calls. */
    public void keepsSilent(int questions) {
        silentQuestions = questions;
    }

    public int questions() {
        return questions.get();
    }

    public CustomersStandIn come() {
        int port = ConfigProvider.getConfig().getValue(PORT, Integer.class);
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    @Override
    public void close() {
        if (server == null) {
            return;
        }
        try {
            server.shutdownNow().awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<GetCustomerResponse> answer) {
        if (questions.incrementAndGet() <= silentQuestions) {
            return;
        }
        var customer = known.get(request.getId());
        if (customer == null) {
            answer.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        answer.onNext(GetCustomerResponse.newBuilder().setCustomer(customer).build());
        answer.onCompleted();
    }
}
