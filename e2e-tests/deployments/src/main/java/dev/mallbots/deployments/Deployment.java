package dev.mallbots.deployments;

import dev.mallbots.platform.fleet.TopicPermission;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A mall under test as it is deployed: what an operator, and what bad luck, can do to it. Its parts are the services of
 * {@code services/fleet.services}, {@code postgres} and {@code kafka}; the {@code issuer} is what issues tokens. The deployment names the instances
 * of each part.
 */
public interface Deployment extends AutoCloseable {

    /** Opens the mall with fresh data. Returns when every service is ready. */
    void open();

    @Override
    void close();

    /** The instances of a part, the first one first. */
    List<String> instancesOf(String part);

    /** @param gateway one of the instances of the gateway */
    String url(String gateway);

    /** A bearer token of one of the issuer's people: {@code operator}, {@code staff}, {@code customer:ID} or {@code store-owner:ID}. */
    String token(String username);

    /**
     * Settings of a Kafka client that has all rights.
     *
     * @param more further settings
     */
    Map<String, Object> kafkaSettings(Map<String, Object> more);

    /** A connection of the superuser to the database of this name. */
    Connection database(String name) throws SQLException;

    /** Whether the instance's process exists, frozen or not. */
    boolean runs(String instance);

    /** Whether the instance is ready for requests. A deployment may know this some seconds late. */
    boolean isReady(String instance);

    /** From then on the instance answers no call, and loses no data. */
    void freeze(String instance);

    /** No error if the instance is not frozen. */
    void resume(String instance);

    /** Sends SIGKILL. */
    void kill(String instance);

    /** Starts an instance that does not run, and returns before it is ready. */
    void launch(String instance);

    /** Stops and starts the instance as an operator does, and returns when it is ready. */
    void restart(String instance);

    /** Asks these instances to end, and returns when all have ended. */
    void stop(List<String> instances);

    /** Starts every instance that does not run, and returns when all are ready. */
    void mend();

    /** Makes the database of a service that has none. */
    void prepare(String service);

    /** Which service may write and read which topic. */
    List<TopicPermission> topicPermissions();

    /** A folder with the logs of all instances. */
    Path logs() throws IOException;
}
