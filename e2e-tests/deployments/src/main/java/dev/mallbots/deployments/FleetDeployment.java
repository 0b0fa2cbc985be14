package dev.mallbots.deployments;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.TopicPermission;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Every service, PostgreSQL and Kafka as processes on this machine. */
public final class FleetDeployment implements Deployment {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration READY_WITHIN = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Path home;
    private final List<String> severalOf;
    private final int instances;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(READY_WITHIN)
            .build();

    /**
     * @param home the fleet's folder
     * @param severalOf the services that {@link #open} gives several instances
     * @param instances how many each of them gets
     */
    public FleetDeployment(Fleet fleet, Path home, List<String> severalOf, int instances) {
        this.fleet = fleet;
        this.home = home;
        this.severalOf = severalOf;
        this.instances = instances;
    }

    @Override
    public void open() {
        fleet.reset(System.out);
        severalOf.forEach(service -> fleet.plan(service, instances));
        fleet.up(Lifetime.TIED, System.out);
    }

    @Override
    public void close() {
        fleet.down(System.out);
    }

    @Override
    public List<String> instancesOf(String part) {
        return fleet.names().stream()
                .filter(name -> name.matches(part + "(-[0-9])?"))
                .toList();
    }

    @Override
    public String url(String gateway) {
        return fleet.url(gateway);
    }

    @Override
    public String token(String username) {
        return fleet.token(username);
    }

    @Override
    public Map<String, Object> kafkaSettings(Map<String, Object> more) {
        return fleet.kafkaSettings(more);
    }

    @Override
    public Connection database(String name) throws SQLException {
        return DriverManager.getConnection(fleet.jdbcUrl(name), "postgres", password());
    }

    private String password() {
        return Secret.named("postgres", home.resolve("credentials"));
    }

    @Override
    public boolean runs(String instance) {
        return fleet.runs(instance);
    }

    @Override
    public boolean isReady(String instance) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.managementUrl(instance) + "/q/health/ready"))
                .timeout(READY_WITHIN)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void freeze(String instance) {
        fleet.signal(instance, "STOP");
    }

    @Override
    public void resume(String instance) {
        fleet.signal(instance, "CONT");
    }

    @Override
    public void kill(String instance) {
        fleet.kill(instance);
    }

    @Override
    public void launch(String instance) {
        fleet.launch(instance, Lifetime.TIED);
    }

    @Override
    public void restart(String instance) {
        fleet.restart(instance, Lifetime.TIED, System.out);
    }

    @Override
    public void stop(List<String> instances) {
        instances.forEach(instance -> fleet.signal(instance, "TERM"));
        Instant giveUp = Instant.now().plus(PATIENCE);
        while (instances.stream().anyMatch(fleet::runs)) {
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException("still running: "
                        + instances.stream().filter(fleet::runs).toList());
            }
            Pause.of(LOOK_AGAIN);
        }
    }

    @Override
    public void mend() {
        fleet.up(Lifetime.TIED, System.out);
    }

    @Override
    public void prepare(String service) {
        // the fleet makes a missing database whenever it starts a service
    }

    @Override
    public List<TopicPermission> topicPermissions() {
        return fleet.topicPermissions();
    }

    @Override
    public Path logs() {
        return home.resolve("logs");
    }
}
