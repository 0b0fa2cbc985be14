import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what the containers must not share with anybody: {@code java docker/Secrets.java}, run in the project by make compose-up.
 *
 * <p>{@code docker/secrets/passwords} has one password a line, made at the first run and kept; delete a line to get another one. All other files follow
 * from it and are written anew: the settings of each service, of PostgreSQL, Kafka and Keycloak, and certificates of an authority
 * of their own.
 *
 * <p>The folder has mode 700, so nobody else on this machine reads a file in it. The files that containers read have mode 644, because Compose
 * mounts them as they are, and the containers' users are others than ours. passwords and the authority's key have mode 600.
 */
final class Secrets {

    private static final Path FOLDER = Path.of("docker/secrets");
    private static final Path REALM = Path.of("deploy/keycloak/mallbots-realm.json");
    /** Services that ask another one, and so have a client in the realm. */
    private static final List<String> ASK_OTHERS = List.of("baskets", "depot", "notifications", "ordering");
    /** Whom the demo plays, and their roles. Their ids are those of the development issuer. */
    private static final Map<String, String> PEOPLE = new TreeMap<>(Map.of(
            "carla", "customer 01900000-0000-7000-8000-0000000000c1",
            "carlos", "customer 01900000-0000-7000-8000-0000000000c2",
            "stella", "store-owner 01900000-0000-7000-8000-0000000000d1",
            "dora", "staff 01900000-0000-7000-8000-0000000000e1",
            "olga", "operator 01900000-0000-7000-8000-0000000000f1"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path passwordFile = FOLDER.resolve("passwords");
    private final Map<String, String> passwords = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        new Secrets().make();
    }

    private void make() throws Exception {
        Files.createDirectories(FOLDER);
        Files.setPosixFilePermissions(FOLDER, PosixFilePermissions.fromString("rwx------"));
        if (Files.exists(passwordFile)) {
            Files.readAllLines(passwordFile).forEach(line -> passwords.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        }
        List<String> services = services();
        List<String> provision = new ArrayList<>(List.of(
                "MALLBOTS_DB_USER=postgres",
                "MALLBOTS_DB_PASSWORD=" + password("postgres"),
                "MALLBOTS_DB_PASSWORD_KEYCLOAK=" + password("db-keycloak"),
                "MALLBOTS_KAFKA_USER=admin",
                "MALLBOTS_KAFKA_MECHANISM=PLAIN",
                "MALLBOTS_KAFKA_PASSWORD=" + password("kafka-admin")));
        for (String line : services) {
            String service = line.split("\\s+")[0];
            String database = line.split("\\s+")[2];
            List<String> settings = new ArrayList<>();
            if (ASK_OTHERS.contains(service)) {
                settings.add("MALLBOTS_CLIENT_SECRET=" + password("client-" + service));
            }
            if (!database.equals("-")) {
                settings.addAll(List.of(
                        "MALLBOTS_DB_NAME=" + database,
                        "MALLBOTS_DB_USER=" + database,
                        "MALLBOTS_DB_PASSWORD=" + password("db-" + service),
                        "MALLBOTS_KAFKA_USER=" + service,
                        "MALLBOTS_KAFKA_PASSWORD=" + password("kafka-" + service)));
                provision.add("MALLBOTS_DB_PASSWORD_" + database.toUpperCase(Locale.ROOT) + "=" + password("db-" + service));
                provision.add("MALLBOTS_KAFKA_PASSWORD_" + database.toUpperCase(Locale.ROOT) + "=" + password("kafka-" + service));
            }
            write(service + ".properties", settings);
        }
        write("provision.properties", provision);
        write("postgres-password", List.of(password("postgres")));
        write("grafana-password", List.of(password("grafana-admin")));
        write("people-password", List.of(password("people")));
        write("kafka.properties", kafka());
        write("keycloak.conf", List.of(
                "db-password=" + password("db-keycloak"),
                "bootstrap-admin-username=admin",
                "bootstrap-admin-password=" + password("keycloak-admin")));
        write("mallbots-realm.json", List.of(realm()));
        certificates();
    }

    /** Kept where it is known; another one is made where it is not. */
    private String password(String name) throws IOException {
        if (!passwords.containsKey(name)) {
            byte[] random = new byte[24];
            RANDOM.nextBytes(random);
            passwords.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            writeFor("rw-------", "passwords", passwords.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList());
        }
        return passwords.get(name);
    }

    /** The lines of the services that are deployed; the development issuer is none of them. */
    private static List<String> services() throws IOException {
        return Files.readAllLines(Path.of("services/fleet.services")).stream()
                .filter(line -> line.matches("[a-z].*") && !line.startsWith("issuer"))
                .toList();
    }

    // ---- Kafka

    /** One broker that is its own controller. The admin comes in with PLAIN, as SCRAM users are made by her; both over TLS. */
    private List<String> kafka() throws IOException {
        String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\"%1$s\" user_admin=\"%1$s\";"
                .formatted(password("kafka-admin"));
        String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@localhost:9093",
                "controller.listener.names=CONTROLLER",
                "listeners=INSIDE://:9092,CONTROLLER://localhost:9093",
                "advertised.listeners=INSIDE://kafka:9092",
                "listener.security.protocol.map=INSIDE:SASL_SSL,CONTROLLER:SASL_SSL",
                "inter.broker.listener.name=INSIDE",
                "sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN",
                "sasl.mechanism.inter.broker.protocol=PLAIN",
                "sasl.mechanism.controller.protocol=PLAIN",
                "listener.name.inside.plain.sasl.jaas.config=" + plain,
                "listener.name.inside.scram-sha-512.sasl.jaas.config=" + scram,
                "listener.name.controller.plain.sasl.jaas.config=" + plain,
                "listener.name.controller.sasl.enabled.mechanisms=PLAIN",
                "ssl.keystore.type=PEM",
                "ssl.keystore.location=/run/secrets/kafka.pem",
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=/run/secrets/ca.pem",
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:admin",
                "log.dirs=/var/lib/kafka/data",
                "auto.create.topics.enable=false",
                // history is how a new service catches up
                "log.retention.ms=-1",
                "log.retention.bytes=-1",
                "offsets.retention.minutes=2147483647",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=3",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0");
    }

    // ---- Keycloak

    /** The realm that is deployed, with secrets for its clients, and with the people and the client of the demo on this machine. */
    private String realm() throws IOException {
        String realm = Files.readString(REALM);
        for (String client : ASK_OTHERS) {
            realm = replaceOnce(
                    realm,
                    "\"clientId\": \"" + client + "\",",
                    "\"clientId\": \"" + client + "\",\n      \"secret\": \"" + password("client-" + client) + "\",");
        }
        realm = replaceOnce(realm, "\"clients\": [", "\"clients\": [\n" + """
                    {
                      "clientId": "mallbots-demo", "name": "Demo on this machine: exchanges a user's password for a token",
                      "enabled": true, "publicClient": true, "standardFlowEnabled": false, "directAccessGrantsEnabled": true,
                      "protocolMappers": [{
                        "name": "mallbots-audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                        "config": {"included.custom.audience": "mallbots", "access.token.claim": "true", "id.token.claim": "false"}
                      }]
                    },""");
        String people = PEOPLE.entrySet().stream().map(person -> {
                    String[] words = person.getValue().split(" ");
                    return """
                            {"id": "%2$s", "username": "%1$s", "enabled": true, "email": "%1$s@mall.test", "emailVerified": true,
                             "firstName": "%1$s", "lastName": "Demo", "realmRoles": ["%3$s"],
                             "credentials": [{"type": "password", "value": "%4$s", "temporary": false}]},"""
                            .formatted(person.getKey(), words[1], words[0], passwords.get("people"));
                })
                .collect(Collectors.joining("\n"));
        return replaceOnce(realm, "\"users\": [", "\"users\": [\n" + people);
    }

    private static String replaceOnce(String text, String old, String with) {
        int at = text.indexOf(old);
        if (at < 0) {
            throw new IllegalStateException(REALM + " has no " + old);
        }
        return text.substring(0, at) + with + text.substring(at + old.length());
    }

    // ---- certificates, by keytool, which every JDK has

    private void certificates() throws Exception {
        Path store = FOLDER.resolve("authority.p12");
        if (!Files.exists(store)) {
            keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=MallBots Compose", "-validity", "3650", "-ext", "bc:c", "-ext", "ku:c=keyCertSign");
            Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        }
        for (String server : List.of("postgres", "kafka")) {
            if (!Files.exists(FOLDER.resolve(server + ".pem"))) {
                keytool("-genkeypair", "-alias", server, "-keyalg", "EC", "-dname", "CN=" + server, "-validity", "3650", "-signer", "ca", "-ext", "san=dns:" + server + ",dns:localhost,ip:127.0.0.1", "-ext", "eku=serverAuth,clientAuth");
            }
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), password("authority").toCharArray());
        write("ca.pem", List.of(pem("CERTIFICATE", keys.getCertificate("ca").getEncoded())));
        for (String server : List.of("postgres", "kafka")) {
            String key = pem("PRIVATE KEY", keys.getKey(server, password("authority").toCharArray()).getEncoded());
            StringBuilder chain = new StringBuilder();
            for (Certificate certificate : keys.getCertificateChain(server)) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            write(server + ".pem", List.of(key + chain));
        }
    }

    private void keytool(String... options) throws Exception {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                        Stream.of(options),
                        Stream.of("-keystore", FOLDER.resolve("authority.p12").toString(), "-storepass:env", "STOREPASS"))
                .flatMap(words -> words)
                .toList();
        ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
        keytool.environment().put("STOREPASS", password("authority"));
        Process process = keytool.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool could not make a certificate: " + said);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes));
    }

    // ---- files

    private static void write(String name, List<String> lines) throws IOException {
        writeFor("rw-r--r--", name, lines);
    }

    private static void writeFor(String mode, String name, List<String> lines) throws IOException {
        Path file = FOLDER.resolve(name);
        // written in place and not exchanged: a container that has it mounted goes on to see it
        Files.write(file, lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
