package dev.mallbots.features;

import static dev.mallbots.features.OrderSteps.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.operations.Story;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Steps about what operators see of one order. */
public final class StorySteps {

    private final World world;

    public StorySteps(World world) {
        this.world = world;
    }

    @Then("the order's story tells")
    public void tells(DataTable messages) {
        eventually(() -> {
            List<String> story = story();
            for (Map<String, String> message : messages.asMaps()) {
                assertThat(story)
                        .anySatisfy(line -> assertThat(line)
                                .contains(
                                        " s  " + message.get("sender") + " ",
                                        " " + message.get("message") + " ",
                                        message.get("handled by") + " +"));
            }
        });
    }

    @Then("the story says {string}")
    public void says(String line) {
        eventually(() -> assertThat(story()).contains(line));
    }

    private List<String> story() {
        return Story.tell(Mall.url(), Mall.token("operator"), Mall.services(), UUID.fromString(world.order));
    }
}
