package dev.mallbots.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cucumber.java.After;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Steps in which the customer, or several clients, follow her order while processes are restarted. */
public final class WatcherSteps {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    /** The customer's own follower. */
    private final List<Watcher> watchers = new ArrayList<>();

    public WatcherSteps(World world) {
        this.world = world;
    }

    @After
    public void stopWatching() throws InterruptedException {
        for (Watcher watcher : watchers) {
            watcher.close();
        }
    }

    @When("she watches the order")
    public void watches() {
        watchThrough(Mall.gateways().getFirst());
    }

    @When("she watches the order through the second gateway")
    @When("an operator watches it through the second gateway")
    public void watchesThroughTheSecond() {
        watchThrough(Mall.gateways().get(1));
    }

    private void watchThrough(String gateway) {
        watchers.add(new Watcher(world.order, gateway));
    }

    @When("^(\\w[\\w-]*) is restarted$")
    public void isRestarted(String service) {
        Mall.instancesOf(service).forEach(Mall::restart);
    }

    @When("^(\\w[\\w-]*(?:, [\\w-]+)* and [\\w-]+) are restarted together$")
    public void areRestarted(String services) {
        Mall.restartTogether(Stream.of(services.split(", | and "))
                .flatMap(service -> Mall.instancesOf(service).stream())
                .toList());
    }

    @When("the second gateway is killed")
    public void isKilled() {
        world.killed = true;
        Mall.kill(Mall.gateways().get(1));
    }

    @Then("she goes on at the first gateway")
    public void goesOn() {
        await().atMost(PATIENCE)
                .until(() -> her().gateway().equals(Mall.gateways().getFirst()));
    }

    @Then("she is told that the order is {string}")
    public void isTold(String status) {
        await().atMost(PATIENCE).until(() -> her().told().contains(status));
    }

    @Then("^(?:she was|both were) told once each of (.*)$")
    public void wereTold(String statuses) {
        List<String> expected = Arrays.stream(statuses.split(", "))
                .map(status -> status.replace("\"", ""))
                .toList();
        assertThat(watchers).allSatisfy(watcher -> assertThat(watcher.told()).containsExactlyElementsOf(expected));
    }

    @Then("nothing more is there to watch")
    public void isOver() {
        await().atMost(PATIENCE).until(() -> watchers.stream().allMatch(Watcher::isOver));
    }

    private Watcher her() {
        return watchers.getFirst();
    }
}
