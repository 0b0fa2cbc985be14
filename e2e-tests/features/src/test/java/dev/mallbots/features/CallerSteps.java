package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.features.Client.Answer;
import io.cucumber.java.ParameterType;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.Map;
import java.util.UUID;

/** Steps with the same call by different people. */
public final class CallerSteps {

    private static final String STORE = "{\"name\": \"Kiosk\", \"location\": \"Gate 7\"}";
    private static final String NAME = "{\"name\": \"Corner Kiosk\"}";

    private final World world;
    private final Client client;
    private final String owner = "store-owner:" + UUID.randomUUID();
    private String store;

    public CallerSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    /** The issuer's username of a person, empty for an anonymous caller. */
    @ParameterType("\"[^\"]*\"|she|another store owner|the depot's staff|an operator|somebody without a token")
    public String person(String words) {
        return switch (words) {
            case "she" -> owner;
            case "another store owner" -> "store-owner:" + UUID.randomUUID();
            case "the depot's staff" -> "staff";
            case "an operator" -> "operator";
            case "somebody without a token" -> "";
            default -> "customer:" + world.customers.get(words.replace("\"", ""));
        };
    }

    private record Call(String method, String path, String body) {}

    @ParameterType("look at the order|watch the order|cancel the order|rename it|look at it|list the sagas")
    public String deed(String words) {
        return words;
    }

    private Call call(String deed) {
        String order = "/api/ordering/" + world.order;
        return Map.of(
                        "look at the order", new Call("GET", order, null),
                        "watch the order", new Call("GET", order + "/updates", null),
                        "cancel the order", new Call("DELETE", order, null),
                        "rename it", new Call("PUT", "/api/stores/" + store + "/rebrand", NAME),
                        "look at it", new Call("GET", "/api/stores/" + store, null),
                        "list the sagas", new Call("GET", "/api/ops/sagas", null))
                .get(deed);
    }

    @When("a store owner opens a store")
    public void opens() {
        Answer answer = client.as(owner, "POST", "/api/stores", STORE);
        assertThat(answer.status()).isEqualTo(200);
        store = text(answer.body(), "id");
    }

    @Then("{person} may {deed}")
    public void may(String person, String deed) {
        assertThat(answer(person, deed).status()).isEqualTo(200);
    }

    @Then("{person} may not {deed}")
    public void mayNot(String person, String deed) {
        assertThat(answer(person, deed).status()).isEqualTo(person.isEmpty() ? 401 : 403);
    }

    private Answer answer(String person, String deed) {
        Call call = call(deed);
        return client.as(person, call.method(), call.path(), call.body());
    }
}
