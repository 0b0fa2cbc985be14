package dev.mallbots.platform.fleet.broker;

import dev.mallbots.platform.fleet.TopicPermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** An administrator's work in a running Kafka: topics, users, and their permissions. Each call may be repeated. */
public final class TopicAdmin {

    private static final int DEFAULT_PARTITIONS = 3;
    private static final int SCRAM_ITERATIONS = 4096;

    private final Admin admin;

    /** @param admin stays the caller's, who closes it */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates missing topics, with the brokers' default number of replicas, and returns when the brokers list them. Existing topics stay
     * unchanged.
     *
     * @param catalogue one topic a line, {@code name partitions=3 cleanup.policy=compact}; comments with #
     */
    public void createMissing(List<String> catalogue) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = catalogue.stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(TopicAdmin::topic)
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        admin.createTopics(missing).all().get();
        List<String> names =
                new ArrayList<>(missing.stream().map(NewTopic::name).toList());
        while (!names.isEmpty()) {
            names.removeAll(admin.listTopics().names().get());
        }
    }

    private static NewTopic topic(String line) {
        String[] words = line.split("\\s+");
        int partitions = DEFAULT_PARTITIONS;
        Map<String, String> settings = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] setting = words[i].split("=", 2);
            if (setting[0].equals("partitions")) {
                partitions = Integer.parseInt(setting[1]);
            } else {
                settings.put(setting[0], setting[1]);
            }
        }
        return new NewTopic(words[0], Optional.of(partitions), Optional.empty()).configs(settings);
    }

    /**
     * Creates users for SCRAM-SHA-512, or sets the passwords of existing ones.
     *
     * @param passwords by user; nothing is done for none
     */
    public void makeUsers(Map<String, String> passwords) throws ExecutionException, InterruptedException {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
        List<UserScramCredentialAlteration> users = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey(), scram, user.getValue()))
                .toList();
        if (!users.isEmpty()) {
            admin.alterUserScramCredentials(users).all().get();
        }
    }

    /**
     * Replaces all earlier permissions with these.
     *
     * @param administrator the user of this client where it is no superuser of the brokers, as on MSK; it gets the ACLs that a repeated call
     *     needs
     */
    public void permit(Collection<TopicPermission> permissions, Optional<String> administrator)
            throws ExecutionException, InterruptedException {
        Set<AclBinding> wanted = Stream.concat(
                        permissions.stream().flatMap(TopicAdmin::bindings),
                        administrator.stream().flatMap(TopicAdmin::administration))
                .collect(Collectors.toSet());
        Set<AclBinding> present =
                new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
        // One request: the first ACL of a resource ends everybody else's access to it, so the administrator's must come
        // with it.
        admin.createAcls(missing(wanted, present)).all().get();
        admin.deleteAcls(missing(present, wanted).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get();
    }

    private static List<AclBinding> missing(Set<AclBinding> all, Set<AclBinding> there) {
        return all.stream().filter(binding -> !there.contains(binding)).toList();
    }

    /** WRITE is enough: since Kafka 3.0 it includes idempotent writes. */
    private static Stream<AclBinding> bindings(TopicPermission permission) {
        ResourcePattern topic = new ResourcePattern(ResourceType.TOPIC, permission.topic(), PatternType.LITERAL);
        ResourcePattern group = new ResourcePattern(ResourceType.GROUP, permission.service(), PatternType.LITERAL);
        return switch (permission.right()) {
            case WRITE -> Stream.of(binding(permission.service(), topic, AclOperation.WRITE));
            case READ ->
                Stream.of(
                        binding(permission.service(), topic, AclOperation.READ),
                        binding(permission.service(), topic, AclOperation.DESCRIBE_CONFIGS),
                        binding(permission.service(), group, AclOperation.READ));
        };
    }

    /** Topics and ACLs are created, listed and deleted by these. */
    private static Stream<AclBinding> administration(String user) {
        ResourcePattern cluster = new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
        ResourcePattern everyTopic =
                new ResourcePattern(ResourceType.TOPIC, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL);
        return Stream.of(
                binding(user, cluster, AclOperation.ALTER),
                binding(user, cluster, AclOperation.CREATE),
                binding(user, cluster, AclOperation.DESCRIBE),
                binding(user, everyTopic, AclOperation.DESCRIBE));
    }

    private static AclBinding binding(String user, ResourcePattern what, AclOperation operation) {
        return new AclBinding(what, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
