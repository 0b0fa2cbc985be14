package dev.mallbots.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A mall with a real Keycloak. The tests have an order, because the key rotation and the end of Keycloak are permanent. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakTest {

    private static final List<String> SERVICES_THAT_ASK = List.of("baskets", "depot", "notifications", "ordering");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String TILL = "till";
    private static final String ELSEWHERE = "another-system";
    private static final String HASTY = "hasty";
    /** An unknown id: a call with it shows whether the service checks the token before it looks for the object. */
    private static final String SOME_ORDER = "/api/ordering/01900000-0000-7000-8000-000000000000";

    private static CompletableFuture<Keycloak> starting;
    private static Keycloak keycloak;
    private static Mall mall;
    private static UUID carla;

    @BeforeAll
    static void open() {
        starting = CompletableFuture.supplyAsync(() -> Keycloak.start(Mall.realm()));
        mall = Mall.openBeside(starting);
        keycloak = starting.join();
        keycloak.giveServicesTheirSecret(SERVICES_THAT_ASK, mall.clientSecret());
        keycloak.addClientWithPasswords(TILL, "mallbots", FIVE_MINUTES);
        keycloak.addClientWithPasswords(ELSEWHERE, "another-system", FIVE_MINUTES);
        keycloak.addClientWithPasswords(HASTY, "mallbots", Duration.ofSeconds(1));
        carla = keycloak.addPerson("carla", "customer");
        keycloak.addPerson("carlos", "customer");
        keycloak.addPerson("stella", "store-owner");
        keycloak.addPerson("steve", "store-owner");
        keycloak.addPerson("dora", "staff");
        keycloak.addPerson("olga", "operator");
        keycloak.addPerson("nora");
    }

    @AfterAll
    static void close() {
        if (mall != null) {
            mall.close();
        }
        starting.thenAccept(Keycloak::stop).join();
    }

    @Test
    @Order(1)
    void the_deployed_realm_has_no_secret_no_user_and_no_token_for_a_password() throws IOException {
        JsonNode realm = Web.json(Files.readAllBytes(Mall.realm()));

        assertThat(realm.findValues("secret")).isEmpty();
        assertThat(realm.findValues("credentials")).isEmpty();
        assertThat(realm.path("users"))
                .allSatisfy(user ->
                        assertThat(user.hasNonNull("serviceAccountClientId")).isTrue());
        assertThat(realm.path("clients"))
                .allSatisfy(client -> assertThat(keycloak.gives(Map.of(
                                "grant_type", "password",
                                "client_id", client.path("clientId").asText(),
                                "client_secret", mall.clientSecret(),
                                "username", "carla",
                                "password", Keycloak.password())))
                        .isFalse());
    }

    @Test
    @Order(2)
    void a_store_can_be_changed_only_by_its_owner() {
        String store = openStore("stella");

        assertThat(put("steve", "/api/stores/" + store + "/rebrand", """
                {"name": "Mine now"}""").status())
                .isEqualTo(403);
        assertThat(put("stella", "/api/stores/" + store + "/rebrand", """
                {"name": "Still Stella's"}""").status())
                .isEqualTo(200);
        assertThat(post("carla", "/api/stores", """
                {"name": "A customer's", "location": "first floor"}""").status()).isEqualTo(403);
    }

    @Test
    @Order(3)
    void a_customers_order_is_approved_and_only_she_can_read_it() {
        String customer = idOf(post("carla", "/api/customers", """
                {"name": "Carla Costa", "smsNumber": "+49 151 123 4567"}"""));
        assertThat(customer).isEqualTo(carla.toString());

        String order = order(customer);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("carla", "/api/ordering/" + order)
                                .body()
                                .path("order")
                                .path("status")
                                .asText())
                        .isIn(Set.of("approved", "in-progress", "ready")));
        assertThat(get("carla", "/api/ordering/" + order + "/updates").status()).isEqualTo(200);
        for (String hers : List.of(
                "/api/customers/" + customer,
                "/api/baskets/" + order,
                "/api/ordering/" + order,
                "/api/ordering/" + order + "/updates")) {
            assertThat(get("carlos", hers).status()).as(hers).isEqualTo(403);
        }
    }

    private static String order(String customer) {
        String store = openStore("stella");
        String product = idOf(post("stella", "/api/stores/" + store + "/products", """
                {"name": "The Mythical Man-Month", "description": "paperback", "sku": "978-0201835953", "price": 34.95}"""));
        String basket = idOf(post("carla", "/api/baskets", """
                {"customerId": "%s"}""".formatted(customer)));
        put("carla", "/api/baskets/" + basket + "/addItem", """
                {"productId": "%s", "quantity": 2}""".formatted(product))
                .ok();
        String payment = idOf(post("carla", "/api/payments", """
                {"customerId": "%s", "amount": 69.90}""".formatted(customer)));
        put("carla", "/api/baskets/" + basket + "/checkout", """
                {"paymentId": "%s"}""".formatted(payment))
                .ok();
        return basket;
    }

    /** An unknown product has no copy, so the service must ask stores, which answers only permitted callers. */
    @Test
    @Order(4)
    void services_call_each_other_with_their_own_tokens() {
        String basket = idOf(post("carla", "/api/baskets", """
                {"customerId": "%s"}""".formatted(carla)));

        Web.Answer fromBaskets = put("carla", "/api/baskets/" + basket + "/addItem", """
                {"productId": "%s", "quantity": 1}""".formatted(UUID.randomUUID()));
        Web.Answer fromOrdering = post("carla", "/api/ordering", """
                {"customerId": "%s", "paymentId": "%s", "items": [{"storeId": "%s", "productId": "%s", "storeName": "None",
                 "productName": "Nothing", "price": 1, "quantity": 1}]}""".formatted(
                        carla, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()));

        assertThat(fromBaskets.body().toString()).contains("product was not located");
        assertThat(fromOrdering.status()).as(fromOrdering.toString()).isEqualTo(400);
    }

    @Test
    @Order(5)
    void each_role_has_its_permissions_and_a_user_without_role_may_only_browse() {
        assertThat(get("dora", "/api/depot/bots").status()).isEqualTo(200);
        assertThat(get("olga", "/api/depot/bots").status()).isEqualTo(200);
        assertThat(get("olga", "/api/ops/sagas").status()).isEqualTo(200);

        assertThat(get("carla", "/api/depot/bots").status()).isEqualTo(403);
        assertThat(get("dora", "/api/ops/sagas").status()).isEqualTo(403);
        assertThat(get("nora", "/api/stores").status()).isEqualTo(200);
        assertThat(get("nora", SOME_ORDER).status()).isEqualTo(403);
    }

    @Test
    @Order(6)
    void a_services_own_token_permits_no_call_of_people() {
        for (String service : SERVICES_THAT_ASK) {
            String token = keycloak.serviceToken(service, mall.clientSecret());

            assertThat(mall.ask(token, "GET", SOME_ORDER, "").status()).isEqualTo(403);
            assertThat(mall.ask(token, "GET", "/api/ops/sagas", "").status()).isEqualTo(403);
        }
    }

    @Test
    @Order(7)
    void a_token_of_another_realm_or_for_another_audience_or_that_has_expired_is_refused() {
        String hasty = keycloak.token(HASTY, "olga");

        for (String token : List.of(keycloak.adminToken(), keycloak.token(ELSEWHERE, "olga"))) {
            assertThat(statusAtGateway(token)).isEqualTo(401);
            assertThat(statusAtService(token)).isEqualTo(401);
        }
        await().atMost(PATIENCE).until(() -> statusAtGateway(hasty) == 401 && statusAtService(hasty) == 401);
    }

    @Test
    @Order(8)
    void after_a_key_rotation_new_and_old_tokens_are_accepted_without_a_restart() {
        String old = keycloak.token(TILL, "olga");

        keycloak.rotateSigningKey();
        String fresh = keycloak.token(TILL, "olga");

        assertThat(header(fresh)).isNotEqualTo(header(old));
        for (String token : List.of(fresh, old)) {
            assertThat(statusAtGateway(token)).isEqualTo(404);
            assertThat(statusAtService(token)).isEqualTo(404);
        }
    }

    @Test
    @Order(9)
    void while_keycloak_is_down_its_tokens_are_accepted() {
        String token = keycloak.token(TILL, "olga");
        statusAtGateway(token);
        statusAtService(token);

        keycloak.stop();

        assertThat(statusAtGateway(token)).isEqualTo(404);
        assertThat(statusAtService(token)).isEqualTo(404);
    }

    // ---- people at the till

    private static String openStore(String owner) {
        String store = idOf(post(owner, "/api/stores", """
                {"name": "Waldorf Books", "location": "first floor, north"}"""));
        put(owner, "/api/stores/" + store + "/participating", "{}").ok();
        return store;
    }

    private static Web.Answer get(String person, String path) {
        return mall.ask(keycloak.token(TILL, person), "GET", path, "");
    }

    private static Web.Answer post(String person, String path, String json) {
        return mall.ask(keycloak.token(TILL, person), "POST", path, json);
    }

    private static Web.Answer put(String person, String path, String json) {
        return mall.ask(keycloak.token(TILL, person), "PUT", path, json);
    }

    private static String idOf(Web.Answer made) {
        return made.ok().path("id").asText();
    }

    /** 404 for an operator: the order does not exist. */
    private static int statusAtGateway(String token) {
        return mall.ask(token, "GET", SOME_ORDER, "").status();
    }

    private static int statusAtService(String token) {
        return mall.askService("ordering", token, SOME_ORDER).status();
    }

    /** It names the key. */
    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
