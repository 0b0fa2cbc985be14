package dev.mallbots.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.platform.testing.Rows;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who lets a running mall hear its whole history once more. */
public final class HistorySteps {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private Map<String, Rows> known;
    private Map<String, Long> told;

    @Given("nothing is under way in the mall")
    public void nothingIsUnderWay() {
        await().atMost(PATIENCE).during(QUIET).until(() -> Mall.isQuiet() && isAsBefore());
    }

    /** Since the last question. */
    private boolean isAsBefore() {
        Map<String, Rows> now = known();
        Map<String, Long> toldNow = Mall.told();
        boolean same = now.equals(known) && toldNow.equals(told);
        known = now;
        told = toldNow;
        return same;
    }

    @When("all services lose their offsets and what their inboxes knew")
    public void loseOffsets() {
        Mall.loseOffsets();
    }

    @Then("they come to the end of their topics once more")
    public void comeToTheEnd() {
        await().atMost(PATIENCE).until(Mall::isQuiet);
    }

    @Then("know what they knew before, and have told nothing new")
    public void knowWhatTheyKnew() {
        TreeSet<String> differences = new TreeSet<>();
        known().forEach((service, rows) -> rows.differencesFrom(known.get(service))
                .forEach(difference -> differences.add(service + " " + difference)));
        assertThat(differences).isEmpty();
        assertThat(Mall.told()).isEqualTo(told);
    }

    private static Map<String, Rows> known() {
        Map<String, Rows> rows = new TreeMap<>();
        Mall.listeners().forEach(service -> rows.put(service, Mall.knownTo(service)));
        return rows;
    }
}
