package dev.mallbots.platform.service.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.mallbots.platform.service.grpc.probe.AskRequest;
import dev.mallbots.platform.service.grpc.probe.ProbeGrpc;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithTokens;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.net.URL;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
class WhoMayCallTest {

    private static final UUID OWNER = UUID.fromString("0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10");

    @TestHTTPResource
    URL http;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    static Stream<Arguments> spoilt_tokens() throws Exception {
        String subject = OWNER.toString();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return Stream.of(
                Arguments.of("none at all", null),
                Arguments.of("no token", "nonsense"),
                Arguments.of(
                        "expired",
                        Tokens.signed(Tokens.claims(subject, Roles.OPERATOR).expiresIn(Duration.ofHours(-1)))),
                Arguments.of(
                        "wrong issuer",
                        Tokens.signed(Tokens.claims(subject, Roles.OPERATOR).issuer("https://elsewhere"))),
                Arguments.of(
                        "wrong audience",
                        Tokens.signed(Tokens.claims(subject, Roles.OPERATOR).audience("another-system"))),
                Arguments.of(
                        "somebody else's signature",
                        Tokens.claims(subject, Roles.OPERATOR)
                                .sign(generator.generateKeyPair().getPrivate())),
                Arguments.of("no signature", unsigned(Tokens.operator())),
                Arguments.of(
                        "signed with the public key as a secret",
                        Jwt.issuer("https://issuer.test").subject(subject).signWithSecret("0123456789".repeat(4))));
    }

    /** The same claims, under a header that says that the token is not signed. */
    private static String unsigned(String token) {
        String header = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes());
        return header + '.' + token.split("\\.")[1] + '.';
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt_tokens")
    void a_request_is_refused_with(String what, String token) {
        bearing(token)
                .get("/guarded/of/" + OWNER)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("status", equalTo(401))
                .body("code", equalTo(16))
                .body("instance", equalTo("/guarded/of/" + OWNER));
        assertThat(refusalOfCall(token).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void a_role_without_permission_is_refused() {
        bearing(Tokens.staff())
                .get("/guarded/of/" + OWNER)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo(7));
        assertThat(refusalOfCall(Tokens.staff()).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void only_the_owner_and_an_operator_pass() {
        bearing(Tokens.customer(OWNER))
                .get("/guarded/of/" + OWNER)
                .then()
                .statusCode(200)
                .body(equalTo(OWNER.toString()));
        bearing(Tokens.operator()).get("/guarded/of/" + OWNER).then().statusCode(200);
        bearing(Tokens.customer(UUID.randomUUID()))
                .get("/guarded/of/" + OWNER)
                .then()
                .statusCode(403)
                .body("code", equalTo(7));

        assertThatNoException().isThrownBy(() -> call(Tokens.customer(OWNER)));
        assertThatNoException().isThrownBy(() -> call(Tokens.operator()));
        assertThat(refusalOfCall(Tokens.customer(UUID.randomUUID())).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void an_open_call_needs_no_token_but_refuses_a_bad_one() {
        bearing(null).get("/guarded/open").then().statusCode(200).body(equalTo(""));
        bearing("nonsense").get("/guarded/open").then().statusCode(401);
    }

    @Test
    void a_call_without_a_declared_permission_is_refused_for_everyone() {
        bearing(Tokens.operator()).get("/guarded/forgotten").then().statusCode(403);
    }

    @Test
    void a_subject_that_is_no_uuid_has_the_same_id_each_time() {
        UUID id = UUID.nameUUIDFromBytes("auth0|7".getBytes());
        bearing(Tokens.of("auth0|7", "customer"))
                .get("/guarded/of/" + id)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "    "})
    void a_token_follows_its_scheme_after_one_space_or_more(String more) {
        bearing(more + Tokens.operator()).get("/guarded/of/" + OWNER).then().statusCode(200);
        assertThatNoException().isThrownBy(() -> call(more + Tokens.operator()));
    }

    private static RequestSpecification bearing(String token) {
        RequestSpecification request = given().noFilters();
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private void call(String token) {
        ProbeGrpc.ProbeBlockingStub probe = ProbeGrpc.newBlockingStub(channel);
        (token == null ? probe : probe.withInterceptors(Tokens.on(token)))
                .mine(AskRequest.newBuilder().setId(OWNER.toString()).build());
    }

    private Status refusalOfCall(String token) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> call(token))
                .getStatus();
    }
}
