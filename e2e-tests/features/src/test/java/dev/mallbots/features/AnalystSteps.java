package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps about sales, the funnel and the trail of an order. */
public final class AnalystSteps {

    private final World world;
    private final Client client;

    public AnalystSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @Given("analytics has never been there")
    public void neverThere() {
        Mall.forget("analytics");
    }

    @When("analytics comes")
    public void comes() {
        Mall.mend();
    }

    @Then("{int} {string} are sold for {word}")
    public void areSold(int quantity, String product, String total) {
        var known = world.products.get(product);
        OrderSteps.eventually(() -> {
            JsonNode sales = client.look("/api/analytics/sales?by=store,product&productId=" + known.id())
                    .path("sales");
            assertThat(sales).hasSize(1);
            assertThat(text(sales.path(0), "productName")).isEqualTo(known.name());
            assertThat(text(sales.path(0), "storeName")).isEqualTo(known.store());
            assertThat(sales.path(0).path("quantity").asInt()).isEqualTo(quantity);
            assertThat(sales.path(0).path("total").decimalValue()).isEqualByComparingTo(total);
        });
    }

    @Then("^of the baskets that were started since, (.*)$")
    public void baskets(String expected) {
        String path = "/api/analytics/funnel?after=" + world.began;
        OrderSteps.eventually(() -> {
            JsonNode baskets = client.look(path).path("baskets");
            assertThat(baskets.propertyStream().map(stage -> stage.getValue() + " are " + stage.getKey()))
                    .containsExactly(expected.split(", "));
        });
    }

    /** In the order of each service's events; events of different services may be closer than their clocks. */
    @Then("^its trail has (.*)$")
    public void trailHas(String events) {
        List<String> expected = Arrays.asList(events.split(", "));
        OrderSteps.eventually(() -> assertThat(trail()).containsExactlyInAnyOrderElementsOf(expected));
        assertThat(trail().stream().filter(type -> type.startsWith("Order")))
                .containsExactlyElementsOf(expected.stream()
                        .filter(type -> type.startsWith("Order"))
                        .toList());
    }

    private List<String> trail() {
        List<String> types = new ArrayList<>();
        client.look("/api/audit/" + world.order).path("events").forEach(event -> {
            String type = text(event, "type");
            types.add(type.substring(type.lastIndexOf('.') + 1));
        });
        return types;
    }
}
