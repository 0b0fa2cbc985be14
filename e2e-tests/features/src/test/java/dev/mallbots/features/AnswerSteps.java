package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.stream.StreamSupport;

/** Steps about the gateway's answer. */
public final class AnswerSteps {

    private static final String UNKNOWN_STORE = "/api/stores/01900000-0000-7000-8000-000000000000";

    private final Client client;

    public AnswerSteps(Client client) {
        this.client = client;
    }

    @When("^a client sends (\\w+) \"([^\"]*)\" with (.*)$")
    public void sends(String method, String path, String body) {
        client.send(method, path, body.equals("nothing") ? null : body);
    }

    @When("a client that takes only {string} asks for an unknown store")
    public void asksAccepting(String mediaType) {
        client.sendAccepting(mediaType, "GET", UNKNOWN_STORE);
    }

    @Then("it is refused with status {int}")
    public void isRefused(int status) {
        assertThat(client.last().status())
                .as(() -> client.last().body().toString())
                .isEqualTo(status);
    }

    @Then("it is refused")
    public void isRefused() {
        assertThat(client.last().status())
                .as(() -> client.last().body().toString())
                .isBetween(400, 409);
    }

    @Then("the sentence mentions {string}")
    public void mentions(String word) {
        assertThat(text(client.last().body(), "message")).contains(word);
    }

    @Then("the violation names {string}")
    public void names(String field) {
        JsonNode violations = client.last().body().path("violations");
        assertThat(StreamSupport.stream(violations.spliterator(), false).map(violation -> text(violation, "field")))
                .as(() -> client.last().body().toString())
                .contains(field);
    }

    @Then("the error body is whole")
    public void isWhole() {
        JsonNode body = client.last().body();
        assertThat(body.fieldNames())
                .toIterable()
                .contains("type", "title", "status", "detail", "instance", "code", "message", "violations");
        assertThat(body.path("status").asInt()).isEqualTo(client.last().status());
        assertThat(text(body, "message")).isEqualTo(text(body, "detail")).isNotBlank();
    }

    @Then("the error comes as {string}")
    public void comesAs(String mediaType) {
        assertThat(client.last().mediaType()).startsWith(mediaType);
    }
}
