package dev.mallbots.platform.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks that Kafka keeps acknowledged messages when a broker fails, and keeps history and offsets long enough. A service may describe the
 * topics that it reads, but usually not the brokers.
 */
final class BrokerQuestions {

    private static final String REPLICAS = "min.insync.replicas";
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String OFFSETS_KEPT = "offsets.retention.minutes";
    private static final Duration LONG_ENOUGH = Duration.ofDays(90);

    private final Admin admin;
    private final List<Finding> findings = new ArrayList<>();

    private BrokerQuestions(Admin admin) {
        this.admin = admin;
    }

    /**
     * @param topics the topics that the service reads; a missing one is left out
     * @throws ExecutionException Kafka does not answer
     */
    static List<Finding> ask(Admin admin, Collection<String> topics) throws ExecutionException, InterruptedException {
        BrokerQuestions questions = new BrokerQuestions(admin);
        questions.askOfTopics(topics);
        questions.askOfBrokers();
        return List.copyOf(questions.findings);
    }

    private void askOfTopics(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> descriptions =
                answers(admin.describeTopics(topics).topicNameValues(), "how many replicas %s have");
        Map<ConfigResource, KafkaFuture<Config>> asked =
                new HashMap<>(admin.describeConfigs(descriptions.keySet().stream()
                                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                                .toList())
                        .values());
        Map<String, KafkaFuture<Config>> byName = new HashMap<>();
        asked.forEach((resource, config) -> byName.put(resource.name(), config));
        Map<String, Config> configs = answers(byName, "how %s are configured");

        unsafe(
                configs,
                config -> number(config, REPLICAS) < 2,
                "acknowledge what one broker alone has (" + REPLICAS + " below 2): the end of its disk loses messages");
        unsafe(
                configs,
                config -> value(config, UNCLEAN).equals("true"),
                "let a broker lead that lacks what others have acknowledged (" + UNCLEAN
                        + " = true): messages are lost without a word");
        Map<String, Config> history = new HashMap<>(configs);
        history.keySet().removeIf(topic -> !topic.contains(".events."));
        unsafe(
                history,
                BrokerQuestions::forgets,
                "do not keep their history for ever (cleanup.policy, retention.ms,"
                        + " retention.bytes): no read model can be rebuilt, no new service can catch up");
        name(
                        descriptions,
                        description -> description.partitions().stream()
                                .anyMatch(partition -> partition.replicas().size() < 3))
                .ifPresent(names -> findings.add(Finding.weak(
                        names + " have fewer than three replicas: no broker can be away without writes stopping")));
    }

    private void askOfBrokers() throws ExecutionException, InterruptedException {
        String question = "how long %s keep offsets (" + OFFSETS_KEPT + ")";
        List<ConfigResource> brokers =
                answers(Map.of("brokers", admin.describeCluster().nodes()), question).values().stream()
                        .flatMap(Collection::stream)
                        .limit(1)
                        .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                        .toList();
        for (ConfigResource broker : brokers) {
            Map<String, Config> configs = answers(
                    Map.of("brokers", admin.describeConfigs(brokers).values().get(broker)), question);
            configs.values().forEach(this::judgeOffsets);
        }
    }

    private void judgeOffsets(Config config) {
        if (number(config, OFFSETS_KEPT) < LONG_ENOUGH.toMinutes()) {
            findings.add(Finding.weak(
                    "Kafka forgets the offsets of a group that is away for %s minutes (%s): a service that is stopped for longer reads the whole history again"
                            .formatted(value(config, OFFSETS_KEPT), OFFSETS_KEPT)));
        }
    }

    /** The settings that Kafka returns; a missing permission is a finding. */
    private <A> Map<String, A> answers(Map<String, KafkaFuture<A>> asked, String question)
            throws ExecutionException, InterruptedException {
        Map<String, A> answers = new HashMap<>();
        List<String> forbidden = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<A>> one : asked.entrySet()) {
            try {
                answers.put(one.getKey(), one.getValue().get());
            } catch (ExecutionException failure) {
                switch (failure.getCause()) {
                    case AuthorizationException _ -> forbidden.add(one.getKey());
                    case UnknownTopicOrPartitionException _ -> {}
                    default -> throw failure;
                }
            }
        }
        if (!forbidden.isEmpty()) {
            findings.add(Finding.notAsked("Kafka does not permit this service to ask "
                    + question.formatted(String.join(", ", sorted(forbidden)))));
        }
        return answers;
    }

    private void unsafe(Map<String, Config> configs, Predicate<Config> wrong, String consequence) {
        name(configs, wrong).ifPresent(names -> findings.add(Finding.unsafe(names + " " + consequence)));
    }

    private static <A> Optional<String> name(Map<String, A> topics, Predicate<A> wrong) {
        List<String> names = topics.entrySet().stream()
                .filter(topic -> wrong.test(topic.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sorted(names)));
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private static boolean forgets(Config config) {
        return !value(config, "cleanup.policy").equals("delete")
                || number(config, "retention.ms") != -1
                || number(config, "retention.bytes") != -1;
    }

    private static long number(Config config, String name) {
        return Long.parseLong(value(config, name));
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }
}
