package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The fleet's commands for a terminal; the Makefile calls it. {@code up [--train] [--auth on|off] [--issuer URL|own] | ps [--json] | logs
 * NAME [--follow] | restart NAME | scale SERVICE N | down | reset | url NAME | token USERNAME | client-secret | permissions | uncached}, each with
 * {@code --home DIR}, {@code --port-base N} and {@code --jvm OPTIONS}. A failure is exit code 1 and one sentence on standard error.
 */
public final class Main {

    private Main() {}

    private record Options(
            Path home,
            OptionalInt portBase,
            boolean train,
            boolean json,
            boolean follow,
            List<String> jvm,
            Optional<Boolean> asksForTokens,
            Optional<String> issuer,
            List<String> words) {}

    public static void main(String[] args) {
        try {
            run(parse(args));
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) {
        Fleet fleet = new Fleet(
                Path.of("").toAbsolutePath(), options.home(), options.portBase(), options.train(), options.jvm());
        String command = options.words().isEmpty() ? "" : options.words().getFirst();
        switch (command) {
            case "up" -> up(fleet, options);
            case "ps" -> System.out.print(options.json() ? json(fleet.status()) : table(fleet.status()));
            case "logs" -> logs(fleet.log(name(options)), options.follow());
            case "restart" -> guarded(fleet, () -> fleet.restart(name(options), Lifetime.DETACHED, System.out));
            case "scale" -> guarded(fleet, () -> scale(fleet, options));
            case "down" ->
                System.out.println(fleet.down(System.out) ? "All is down; the data are kept." : "Nothing ran.");
            case "reset" -> {
                fleet.reset(System.out);
                System.out.println("All is down and the data are deleted.");
            }
            case "url" -> System.out.println(fleet.url(name(options)));
            case "token" -> System.out.println(fleet.token(username(options)));
            case "client-secret" -> System.out.println(fleet.clientSecret());
            case "uncached" -> fleet.withoutCache().forEach(System.out::println);
            case "permissions" -> System.out.print(permissions(fleet.topicPermissions()));
            default ->
                throw new FleetFailure(
                        "Say one of: up, ps, logs, restart, scale, down, reset, url, token, client-secret, permissions, uncached.");
        }
    }

    private static void up(Fleet fleet, Options options) {
        options.asksForTokens().ifPresent(fleet::askForTokens);
        options.issuer()
                .ifPresent(issuer -> fleet.believe(Optional.of(issuer).filter(url -> !url.equals(Fleet.OWN_ISSUER))));
        guarded(fleet, () -> {
            if (!fleet.up(Lifetime.DETACHED, System.out)) {
                System.out.println("All is up already.");
            }
        });
    }

    private static void scale(Fleet fleet, Options options) {
        List<String> words = options.words();
        if (words.size() != 3 || words.contains("")) {
            throw new FleetFailure("Say which service and how many of it, for example SERVICE=ordering N=2.");
        }
        String service = words.get(1);
        int count = count(words.get(2));
        fleet.scale(service, count, Lifetime.DETACHED, System.out);
        System.out.println("There " + (count == 1 ? "is 1 " : "are " + count + " of ") + service + " now.");
    }

    /** The fleet refuses an invalid number of instances. */
    private static int count(String word) {
        if (!word.matches("-?[0-9]{1,9}")) {
            throw new FleetFailure("N must be a number, for example N=2, not " + word + ".");
        }
        return Integer.parseInt(word);
    }

    /** Stops the started processes when this process is stopped half-way. */
    private static void guarded(Fleet fleet, Runnable work) {
        Thread onEnd = new Thread(fleet::abandon, "abandon");
        Runtime.getRuntime().addShutdownHook(onEnd);
        work.run();
        Runtime.getRuntime().removeShutdownHook(onEnd);
    }

    private static void logs(Path log, boolean follow) {
        List<String> tail = new ArrayList<>(List.of("tail", "-n", "200"));
        if (follow) {
            tail.add("-F");
        }
        tail.add(log.toString());
        try {
            if (new ProcessBuilder(tail).inheritIO().start().waitFor() != 0) {
                throw new FleetFailure("There is no log at " + log + " yet: start it first.");
            }
        } catch (IOException e) {
            throw new FleetFailure("Could not show " + log + ": " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String table(List<Fleet.Status> all) {
        StringBuilder table = new StringBuilder(line("NAME", "PID", "PORT", "STATE", "MEMORY"));
        all.forEach(one -> table.append(line(
                one.name(),
                one.pid() == 0 ? "-" : "" + one.pid(),
                "" + one.port(),
                one.state(),
                one.pid() == 0 ? "-" : one.kilobytes() / 1024 + " MB")));
        long total = all.stream().mapToLong(Fleet.Status::kilobytes).sum();
        return table.append(line("", "", "", "", total / 1024 + " MB")).toString();
    }

    private static String line(String name, String pid, String port, String state, String memory) {
        return String.format(Locale.ROOT, "%-16s%8s%8s  %-10s%8s%n", name, pid, port, state, memory);
    }

    private static String json(List<Fleet.Status> all) {
        return all.stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "{\"name\":\"%s\",\"pid\":%s,\"port\":%d,\"state\":\"%s\",\"memoryKilobytes\":%d}",
                        one.name(),
                        one.pid() == 0 ? "null" : "" + one.pid(),
                        one.port(),
                        one.state(),
                        one.kilobytes()))
                .collect(Collectors.joining(",\n ", "[", "]\n"));
    }

    private static String permissions(List<TopicPermission> all) {
        return all.stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "%-16s%-8s%s%n",
                        one.service(),
                        one.right().name().toLowerCase(Locale.ROOT),
                        one.topic()))
                .collect(Collectors.joining());
    }

    private static String name(Options options) {
        if (options.words().size() != 2) {
            throw new FleetFailure("Say which one, for example SERVICE=kafka.");
        }
        return options.words().get(1);
    }

    private static String username(Options options) {
        if (options.words().size() != 2 || options.words().getLast().isBlank()) {
            throw new FleetFailure("Say whose, for example ROLE=customer or USER=carla.");
        }
        return options.words().getLast();
    }

    private static Options parse(String[] args) {
        Path home = Path.of(".mall");
        OptionalInt portBase = OptionalInt.empty();
        boolean train = false;
        boolean json = false;
        boolean follow = false;
        List<String> jvm = List.of();
        Optional<Boolean> asksForTokens = Optional.empty();
        Optional<String> issuer = Optional.empty();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--home" -> home = Path.of(valueOf(args, ++i));
                case "--port-base" -> portBase = OptionalInt.of(port(valueOf(args, ++i)));
                case "--train" -> train = true;
                case "--json" -> json = true;
                case "--follow" -> follow = true;
                case "--auth" -> asksForTokens = Optional.of(isOn(valueOf(args, ++i)));
                case "--issuer" -> issuer = Optional.of(valueOf(args, ++i));
                case "--jvm" -> jvm = List.of(valueOf(args, ++i).strip().split("\\s+"));
                default -> words.add(args[i]);
            }
        }
        return new Options(home, portBase, train, json, follow, jvm, asksForTokens, issuer, words);
    }

    private static String valueOf(String[] args, int index) {
        if (index >= args.length) {
            throw new FleetFailure(args[index - 1] + " needs a value.");
        }
        return args[index];
    }

    private static boolean isOn(String word) {
        return switch (word) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new FleetFailure("AUTH must be on or off, not " + word + ".");
        };
    }

    private static int port(String word) {
        // the ports of a fleet are up to 3000 below and 1200 above its base
        if (!word.matches("[0-9]{4,5}") || Integer.parseInt(word) < 4000 || Integer.parseInt(word) > 60000) {
            throw new FleetFailure("The port base must be a number from 4000 to 60000, not " + word + ".");
        }
        return Integer.parseInt(word);
    }
}
