package dev.mallbots.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mallbots.clients.stores.AddProductRequest;
import dev.mallbots.clients.stores.RpcStatus;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors: MallBots' fields, plus any further ones. */
@ExtendWith(Mall.Open.class)
class ErrorsTest {

    private static final int INVALID_ARGUMENT = 3;
    private static final int NOT_FOUND = 5;
    private static final int FAILED_PRECONDITION = 9;

    private final MallBotsClient mall = Mall.client();

    /** A call about an unknown object, and the generated class of its service's errors. */
    private record Miss<E>(ThrowingCallable call, Class<E> error) {}

    static Stream<Named<Miss<?>>> misses() {
        MallBotsClient mall = Mall.client();
        String nothing = UUID.randomUUID().toString();
        return Stream.of(
                Named.of("stores", new Miss<>(() -> mall.stores().getStore(nothing), RpcStatus.class)),
                Named.of(
                        "customers",
                        new Miss<>(
                                () -> mall.customers().getCustomer(nothing),
                                dev.mallbots.clients.customers.RpcStatus.class)),
                Named.of(
                        "baskets",
                        new Miss<>(
                                () -> mall.baskets().getBasket(nothing), dev.mallbots.clients.baskets.RpcStatus.class)),
                Named.of(
                        "ordering",
                        new Miss<>(
                                () -> mall.orders().getOrder(nothing), dev.mallbots.clients.ordering.RpcStatus.class)),
                Named.of(
                        "payments",
                        new Miss<>(
                                () -> mall.invoices().payInvoice(nothing, Map.of()),
                                dev.mallbots.clients.payments.RpcStatus.class)),
                Named.of(
                        "depot",
                        new Miss<>(
                                () -> mall.shoppingLists().cancelShoppingList(nothing, Map.of()),
                                dev.mallbots.clients.depot.RpcStatus.class)),
                Named.of(
                        "search",
                        new Miss<>(
                                () -> mall.foundOrders().getOrder(nothing),
                                dev.mallbots.clients.search.RpcStatus.class)));
    }

    @ParameterizedTest
    @MethodSource("misses")
    void an_unknown_object_is_a_404(Miss<?> miss) throws JsonProcessingException {
        ApiException refusal = catchThrowableOfType(ApiException.class, miss.call());

        assertThat(refusal.getCode()).isEqualTo(404);
        assertThat(decode(refusal, miss.error()))
                .hasFieldOrPropertyWithValue("code", NOT_FOUND)
                .extracting("message")
                .asString()
                .isNotBlank();
    }

    @Test
    void a_broken_rule_is_a_400() throws ApiException, JsonProcessingException {
        String store = mall.openStore("Bakery", "Aisle 1");

        ApiException refusal = refusal(() -> mall.products()
                .addProduct(store, new AddProductRequest().name("Bread").price(-0.1)));

        assertThat(refusal.getCode()).isEqualTo(400);
        RpcStatus error = decode(refusal, RpcStatus.class);
        assertThat(error.getCode()).isEqualTo(INVALID_ARGUMENT);
        assertThat(error.getMessage()).contains("price");
    }

    /** In floating point these are 0.30000000000000004, as MallBots' own load generator sends them. */
    @Test
    void a_sum_that_was_not_rounded_is_taken_for_its_amount_and_a_fifth_decimal_is_a_400() throws ApiException {
        String customer = mall.register("Carla Costa");

        assertThatCode(() -> mall.pay(customer, 0.1 + 0.2)).doesNotThrowAnyException();
        assertThat(refusal(() -> mall.pay(customer, 0.30001)).getCode()).isEqualTo(400);
    }

    @Test
    void a_refusal_has_mallbots_message_if_there_is_one() throws ApiException, JsonProcessingException {
        String store = mall.openStore("Bakery", "Aisle 1");

        assertThat(sentence(() -> mall.openStore(" ", "Aisle 1"))).isEqualTo("the store name cannot be blank");
        assertThat(sentence(() -> mall.openStore("Bakery", ""))).isEqualTo("the store location cannot be blank");
        assertThat(sentence(() -> mall.participation().disableParticipation(store)))
                .isEqualTo("the store is already not participating");
        assertThat(sentence(() -> mall.sell(store, "\u00a0", 1))).isEqualTo("the product name cannot be blank");
        assertThat(sentence(() -> mall.sell(store, "Bread", -0.1))).isEqualTo("the product price cannot be negative");
        assertThat(sentence(() -> mall.register("\u200b"))).isEqualTo("the customer name cannot be blank");
    }

    private static String sentence(ThrowingCallable call) throws JsonProcessingException {
        return decode(refusal(call), RpcStatus.class).getMessage();
    }

    @Test
    void a_wrong_state_is_a_409() throws ApiException, JsonProcessingException {
        String store = mall.openStore("Bakery", "Aisle 1");

        ApiException refusal = refusal(() -> mall.participation().disableParticipation(store));

        assertThat(refusal.getCode()).isEqualTo(409);
        RpcStatus error = decode(refusal, RpcStatus.class);
        assertThat(error.getCode()).isEqualTo(FAILED_PRECONDITION);
        assertThat(error.getMessage()).isNotBlank();
    }

    @Test
    void an_error_has_the_requested_media_type() {
        ApiException refusal =
                refusal(() -> mall.stores().getStore(UUID.randomUUID().toString()));

        assertThat(refusal.getResponseHeaders().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    }

    private static ApiException refusal(ThrowingCallable call) {
        return catchThrowableOfType(ApiException.class, call);
    }

    /** Parsed as a generated client parses every response. */
    private static <E> E decode(ApiException refusal, Class<E> error) throws JsonProcessingException {
        return ApiClient.createDefaultObjectMapper().readValue(refusal.getResponseBody(), error);
    }
}
