package dev.mallbots.platform.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.service.grpc.probe.AskRequest;
import dev.mallbots.platform.service.grpc.probe.ProbeGrpc;
import dev.mallbots.platform.testing.Tokens;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Many callers arrive before the issuer has returned the key of their tokens. */
@QuarkusTest
@TestProfile(KeysOnTheirWayTest.OfSlowIssuer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeysOnTheirWayTest {

    private static final int CALLERS_OF_A_KIND = 12;

    @TestHTTPResource
    URL http;

    private final HttpClient client = HttpClient.newHttpClient();

    public static class OfSlowIssuer implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SlowIssuer.class));
        }
    }

    @BeforeEach
    void another_key() {
        SlowIssuer.rotatesItsKey();
    }

    @Test
    @Order(1)
    void the_first_callers_of_a_service_that_started_before_its_issuer_are_not_mixed_up() throws Exception {
        SlowIssuer.comes();
        all_callers_that_arrive_before_the_key_are_not_mixed_up();
    }

    @Test
    @Order(2)
    void the_first_callers_with_a_new_key_are_not_mixed_up() throws Exception {
        all_callers_that_arrive_before_the_key_are_not_mixed_up();
    }

    @Test
    @Order(3)
    void a_token_with_an_unknown_key_is_refused_and_blocks_no_caller_with_a_new_key() throws Exception {
        String subject = UUID.randomUUID().toString();
        assertThat(status(SlowIssuer.token(subject, "customer", "nobodys-key"))).isEqualTo(401);

        SlowIssuer.rotatesItsKey();

        assertThat(status(SlowIssuer.token(subject, "customer"))).isEqualTo(200);
    }

    private void all_callers_that_arrive_before_the_key_are_not_mixed_up() throws Exception {
        CountDownLatch tell = SlowIssuer.keepsItsKeysToItself();
        int before = WhoseRequest.CAME.get();
        ManagedChannel channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS_OF_A_KIND; i++) {
                calls.add(callers.submit(this::isItselfOverHttp));
                calls.add(callers.submit(() -> isItselfOverGrpc(channel)));
            }
            awaitCallers(before + calls.size());
            tell.countDown();
            for (Future<Void> call : calls) {
                call.get(30, TimeUnit.SECONDS);
            }
        } finally {
            tell.countDown();
            channel.shutdownNow();
        }
    }

    private Void isItselfOverHttp() throws Exception {
        String subject = UUID.randomUUID().toString();
        HttpResponse<String> answer = ask(subject, SlowIssuer.token(subject, "customer"));
        assertThat(answer.body())
                .as("who it is, what it said, whose context")
                .isEqualTo(subject + " " + subject + " " + subject);
        return null;
    }

    private Void isItselfOverGrpc(ManagedChannel channel) {
        String subject = UUID.randomUUID().toString();
        String answer = ProbeGrpc.newBlockingStub(channel)
                .withInterceptors(Tokens.on(SlowIssuer.token(subject, "customer")))
                .mine(AskRequest.newBuilder().setId(subject).build())
                .getId();
        assertThat(answer).isEqualTo(subject);
        return null;
    }

    private int status(String token) throws Exception {
        return ask("", token).statusCode();
    }

    private HttpResponse<String> ask(String mark, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(http + "/whose-request").normalize())
                .header("X-Mark", mark)
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitCallers(int count) throws InterruptedException {
        while (WhoseRequest.CAME.get() < count) {
            Thread.sleep(5);
        }
    }
}
