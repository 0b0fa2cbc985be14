package dev.mallbots.platform.messaging;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Checks at every start that Kafka and PostgreSQL keep confirmed writes. In development it logs unsafe settings; in production ({@code
 * mallbots.mode}) the service ends and names the setting to change: at once for a setting of PostgreSQL, and as soon as Kafka has answered
 * for one of Kafka's. A service starts without Kafka, so it repeats the check until Kafka answers. See docs/broker-and-database.md.
 */
@ApplicationScoped
class SafeGround {

    private static final Logger LOG = Logger.getLogger(SafeGround.class);
    private static final String PAGE = "see docs/broker-and-database.md";
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final Map<String, Object> kafka;
    private final List<String> topics;
    private final boolean production;
    private final KafkaAdmission admission;
    private volatile Thread asking;

    SafeGround(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.inbox.topics") Optional<List<String>> topics,
            @ConfigProperty(name = "mallbots.mode") String mode,
            KafkaAdmission admission) {
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(AdminClientConfig.CLIENT_ID_CONFIG, "safe-ground");
        this.kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        this.kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        this.topics = topics.orElse(List.of());
        this.production = mode.equals("production");
        this.admission = admission;
    }

    void start(@Observes StartupEvent started) {
        askDatabase();
        asking = Thread.ofVirtual().name("safe-ground").start(this::askKafka);
    }

    void stop(@Observes ShutdownEvent stopping) {
        Thread thread = asking;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void askDatabase() {
        try (Connection connection = database.getConnection()) {
            List<Finding> findings = DatabaseQuestions.ask(connection);
            if (isRefused(findings, production)) {
                throw new ConfigurationException(inOne(findings, Finding.Weight.UNSAFE) + "; " + PAGE);
            }
        } catch (SQLException e) {
            LOG.warnf("PostgreSQL could not be asked whether it keeps what it commits: %s", e.getMessage());
        }
    }

    private void askKafka() {
        try {
            while (!hasAnswered()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks once. */
    boolean hasAnswered() throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            List<Finding> findings = BrokerQuestions.ask(admin, topics);
            admission.admitted();
            if (isRefused(findings, production)) {
                LOG.errorf("This service ends: %s; %s", inOne(findings, Finding.Weight.UNSAFE), PAGE);
                Quarkus.asyncExit(1);
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            switch (e instanceof ExecutionException ? e.getCause() : e) {
                case AuthenticationException refused -> admission.refused(refused);
                case RetriableException away -> LOG.debugf("Kafka is asked again, since it did not answer: %s", away);
                case Throwable failure ->
                    LOG.warnf("Kafka is asked again, since it could not be asked: %s", explained(failure));
            }
            return false;
        }
    }

    private static String explained(Throwable failure) {
        return failure.getCause() == null ? failure.toString() : failure + " (" + failure.getCause() + ")";
    }

    /** Logs the findings. @return whether the service must not run with them */
    static boolean isRefused(List<Finding> findings, boolean production) {
        boolean unsafe = has(findings, Finding.Weight.UNSAFE);
        if (unsafe && !production) {
            LOG.warnf("Good enough for development only: %s; %s", inOne(findings, Finding.Weight.UNSAFE), PAGE);
        }
        if (has(findings, Finding.Weight.WEAK)) {
            LOG.infof("Could be safer: %s; %s", inOne(findings, Finding.Weight.WEAK), PAGE);
        }
        if (has(findings, Finding.Weight.NOT_ASKED)) {
            LOG.infof("%s: ask for it yourself; %s", inOne(findings, Finding.Weight.NOT_ASKED), PAGE);
        }
        return unsafe && production;
    }

    private static boolean has(List<Finding> findings, Finding.Weight weight) {
        return findings.stream().anyMatch(finding -> finding.weight() == weight);
    }

    private static String inOne(List<Finding> findings, Finding.Weight weight) {
        return String.join(
                "; ",
                findings.stream()
                        .filter(finding -> finding.weight() == weight)
                        .map(Finding::sentence)
                        .toList());
    }
}
