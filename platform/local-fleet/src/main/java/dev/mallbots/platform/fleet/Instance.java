package dev.mallbots.platform.fleet;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One process of a service: the first has the service's name, further ones also a number.
 *
 * @param number from 1 to {@link #MOST}
 */
record Instance(ServiceEntry service, int number) {

    /** With ten, the ports would reach those of a fleet with a port base a thousand higher. */
    static final int MOST = 9;

    private static final int PORTS_APART = 100;

    /** Between the ports of the first instances and those of the second ones, and so on. */
    private static final int MANAGEMENT = 20;

    /** The first instances of a service. */
    static List<Instance> of(ServiceEntry service, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Instance(service, number))
                .toList();
    }

    String name() {
        return isFirst() ? service.name() : service.name() + "-" + number;
    }

    /** With {@link Fleet#FIRST_PORT} as the base: each further instance is a hundred above the one before. */
    int port() {
        return service.port() + (number - 1) * PORTS_APART;
    }

    /** The management port: health and metrics, for operators. */
    int managementPort() {
        return port() + MANAGEMENT;
    }

    boolean isFirst() {
        return number == 1;
    }
}
