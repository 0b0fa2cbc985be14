package dev.mallbots.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of a run.
 *
 * @param portBase below the ports that the system gives to clients (32768 and up on Linux)
 * @param jvm options of the mall's JVMs, in addition to those of the fleet
 * @param rates orders a second, one after the other
 * @param length the duration of each of these loads
 * @param crowd concurrent orders at saturation
 * @param rush the number of orders at saturation
 * @param warmUp the number of orders before the measurements
 * @param backlog the number of waiting messages for the relay and the consumer
 * @param few rows of history at first
 * @param many rows of history for the comparison; 0: no comparison
 * @param trips whether whole shopping trips are measured too
 * @param lanes whether one relay and one consumer are measured too
 * @param quick only check-outs: the first thousand of a cold mall, and another thousand
 */
record Settings(
        Path project,
        Path home,
        Path results,
        int portBase,
        List<String> jvm,
        List<Integer> rates,
        Duration length,
        int crowd,
        int rush,
        int warmUp,
        int backlog,
        int few,
        int many,
        boolean trips,
        boolean lanes,
        boolean quick) {

    private static final int QUICK = 1000;

    /** @param arguments each {@code name=value} */
    static Settings of(String... arguments) {
        Map<String, String> given = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip()));
        boolean quick = "1".equals(given.get("quick"));
        return new Settings(
                Path.of(given.getOrDefault("project", ".")),
                Path.of(given.getOrDefault("home", "e2e-tests/load/target/mall")),
                Path.of(given.getOrDefault("results", "e2e-tests/load/target")),
                number(given, "port-base", 24080),
                List.of(given.getOrDefault("jvm", "-XX:TieredStopAtLevel=4 -Xmx256m")
                        .split("\\s+")),
                Arrays.stream(given.getOrDefault("rates", "5,20,50").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Duration.ofSeconds(number(given, "seconds", 20)),
                number(given, "crowd", 100),
                number(given, "rush", quick ? QUICK : 4000),
                number(given, "warm-up", quick ? QUICK : 4000),
                number(given, "backlog", 200_000),
                number(given, "few", 1000),
                number(given, "many", 1_000_000),
                !"0".equals(given.get("trips")),
                !"0".equals(given.get("lanes")),
                quick);
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(given.getOrDefault(name, "" + otherwise));
    }
}
