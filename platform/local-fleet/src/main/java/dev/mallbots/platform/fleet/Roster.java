package dev.mallbots.platform.fleet;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of a fleet, their order, and their addresses. */
final class Roster {

    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    /** The one service that is known by name: all others trust its tokens. */
    static final String ISSUER = "issuer";

    private static final int POSTGRES_PORT = 5442;
    private static final int KAFKA_PORT = 9192;

    private final List<ServiceEntry> services;
    private final Home home;
    private final int portBase;

    Roster(List<ServiceEntry> services, Home home, int portBase) {
        this.services = services;
        this.home = home;
        this.portBase = portBase;
    }

    int portBase() {
        return portBase;
    }

    List<ServiceEntry> services() {
        return services;
    }

    /** After these are stopped, no new requests arrive. */
    List<Instance> edges() {
        return instancesOf(services.getFirst());
    }

    /** As many of each service as were requested last. */
    List<Instance> instances() {
        return services.stream()
                .flatMap(service -> instancesOf(service).stream())
                .toList();
    }

    List<Instance> instancesOf(ServiceEntry service) {
        return Instance.of(service, home.counts().getOrDefault(service.name(), 1));
    }

    /** Of all processes, PostgreSQL and Kafka first. */
    List<String> names() {
        return Stream.concat(Stream.of(POSTGRES, KAFKA), instances().stream().map(Instance::name))
                .toList();
    }

    void checkKnown(String name) {
        if (!names().contains(name)) {
            throw new FleetFailure("There is no " + name + " here: take one of " + String.join(", ", names()) + ".");
        }
    }

    static boolean isService(String name) {
        return !name.equals(POSTGRES) && !name.equals(KAFKA);
    }

    Instance instance(String name) {
        return instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Any service except the issuer: its single address is in every token, so a second instance would get no requests. */
    ServiceEntry scalable(String name) {
        if (name.equals(ISSUER)) {
            throw new FleetFailure(
                    "There is always one issuer: its address is in every token, so nobody would ask another.");
        }
        List<ServiceEntry> scalable = services.stream()
                .filter(service -> !service.name().equals(ISSUER))
                .toList();
        return scalable.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FleetFailure(name + " is no service of which there can be several: take one of "
                        + scalable.stream().map(ServiceEntry::name).collect(Collectors.joining(", ")) + "."));
    }

    int port(String name) {
        return switch (name) {
            case POSTGRES -> POSTGRES_PORT + moved();
            case KAFKA -> KAFKA_PORT + moved();
            default -> port(instance(name));
        };
    }

    int port(Instance instance) {
        return instance.port() + moved();
    }

    int managementPort(Instance instance) {
        return instance.managementPort() + moved();
    }

    /** The issuer; empty in a project without one. */
    Optional<String> issuer() {
        return services.stream()
                .filter(service -> service.name().equals(ISSUER))
                .map(service -> url(new Instance(service, 1)))
                .findFirst();
    }

    String url(Instance instance) {
        return "http://" + Ports.LOOPBACK + ":" + port(instance);
    }

    String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port(KAFKA);
    }

    private int moved() {
        return portBase - Fleet.FIRST_PORT;
    }

    static void checkFree(String name, int port) {
        if (!Ports.isFree(port)) {
            throw new FleetFailure(
                    "Port " + port + ", which " + name
                            + " needs, is taken: end what listens there or choose other ports with PORT_BASE, for example 18080.");
        }
    }
}
