package dev.mallbots.load;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mallbots.load.Figures.Calls;
import dev.mallbots.load.Figures.Lane;
import dev.mallbots.load.Figures.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measurements as tables for people and as JSON for programs. */
final class Report {

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    static void write(Figures figures, Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonMapper json = JsonMapper.builder()
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.PUBLIC_ONLY)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        json.writeValue(folder.resolve("bench.json").toFile(), figures);
        String tables = new Report().tables(figures);
        Files.writeString(folder.resolve("bench.md"), tables);
        System.out.println(tables);
        System.out.printf("The same in %s and %s.%n", folder.resolve("bench.md"), folder.resolve("bench.json"));
    }

    private String tables(Figures figures) {
        setting(figures);
        latencies(figures.runs);
        costs(figures.runs);
        byProcess(figures.runs);
        if (figures.doors != null) {
            calls(figures.calls);
            doors(figures.doors);
            limits(figures);
        }
        lanes(figures.lanes);
        figures.notes.forEach(note -> line("- " + note));
        return text.toString();
    }

    private void setting(Figures figures) {
        line("\n%s, %d cores; %s", figures.setting.machine(), figures.setting.cores(), figures.setting.java());
        line("- JVMs of the mall: `%s`, then `%s`", figures.setting.fleetOptions(), figures.setting.jvmOptions());
        line("- load generator, on the same machine: `%s`", figures.setting.generatorOptions());
        line("- %s bots", figures.setting.bots());
        line("- an idle mall uses %.0f CPU ms a second\n", figures.idleCpuMillisPerSecond);
    }

    private void latencies(List<Run> runs) {
        line("Milliseconds from the moment a check-out is due to the moment its approval is heard of on Kafka.\n");
        line(
                "| load | orders | approved/s | done/s | p50 | p90 | p99 | max | whole visit p50 | p99 | failed | growth/s |");
        line("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        runs.forEach(run -> line(
                "| %s, %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %d | %+.2f |",
                run.load(),
                run.asked(),
                run.orders(),
                run.approvedPerSecond(),
                run.donePerSecond(),
                run.p50(),
                run.p90(),
                run.p99(),
                run.max(),
                run.wholeP50(),
                run.wholeP99(),
                run.failed(),
                run.growthPerSecond()));
    }

    private void costs(List<Run> runs) {
        line("\nCosts, over all processes of the mall, until all was quiet again; the load generator's own apart.\n");
        line(
                "| load | CPU ms/order | of it idle | CPU ms/message | KB to disk/order | KB WAL/order | sent/order | handled/order"
                        + " | transactions/order | wake-ups/order | generator CPU ms/order |");
        line("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        runs.forEach(run -> line(
                "| %s, %s | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.2f |",
                run.load(),
                run.asked(),
                run.cpuMillisPerOrder(),
                run.cpuOfIdleMillisPerOrder(),
                run.cpuMillisPerMessage(),
                run.bytesWrittenPerOrder() / 1024.0,
                run.walBytesPerOrder() / 1024.0,
                run.messagesSentPerOrder(),
                run.messagesHandledPerOrder(),
                run.transactionsPerOrder(),
                run.wakeUpsPerOrder(),
                run.ownCpuMillisPerOrder()));
    }

    private void byProcess(List<Run> runs) {
        List<String> names =
                List.copyOf(runs.getFirst().cpuMillisPerOrderByProcess().keySet());
        line("\nCPU milliseconds an order by process.\n");
        line("| load | %s |", String.join(" | ", names));
        line("| --- |%s", " --: |".repeat(names.size()));
        runs.forEach(run -> line(
                "| %s, %s | %s |",
                run.load(),
                run.asked(),
                names.stream()
                        .map(name ->
                                format("%.2f", run.cpuMillisPerOrderByProcess().get(name)))
                        .collect(Collectors.joining(" | "))));
    }

    private void calls(List<Calls> all) {
        line("\nThrough the gateway, in a closed loop; the cost includes everything that follows from a call.\n");
        line("| what | callers | a second | CPU ms each |");
        line("| --- | --: | --: | --: |");
        all.forEach(calls ->
                line("| %s | %d | %.1f | %.2f |", calls.call(), calls.callers(), calls.perSecond(), calls.cpuMillis()));
    }

    private void doors(Doors.Result doors) {
        line(
                "\nOne read of a store, through the gateway and past it: in turn one by one, then 32 at once through it.\n");
        line("| | p50 ms | p99 ms | CPU ms a call, 32 at once |");
        line("| --- | --: | --: | --: |");
        line(
                "| past the gateway | %.2f | %.2f | the service: %.3f |",
                doors.pastP50(), doors.pastP99(), doors.serviceCpuMillis());
        line(
                "| through the gateway | %.2f | %.2f | the gateway: %.3f |",
                doors.throughP50(), doors.throughP99(), doors.gatewayCpuMillis());
        line("\nThe gateway adds %.2f ms at p50; with 32 at once %.0f calls/s.", doors.addedP50(), doors.perSecond());
    }

    private void limits(Figures figures) {
        line("\nThe machine's own limit, from the same run, with the mall's PostgreSQL and Kafka.\n");
        line("| what | a second |");
        line("| --- | --: |");
        figures.commitsPerSecondByConnections.forEach(
                (connections, limit) -> line("| commits of two rows, %d connections | %.0f |", connections, limit));
        line(
                "| messages of %d bytes that Kafka takes, acks=all | %.0f |",
                figures.messageBytes, figures.producedPerSecond);
        if (figures.commitRatio != null) {
            line(
                    "\nAt saturation the mall commits %.0f %% as often as the machine can at the most.",
                    100 * figures.commitRatio);
        }
    }

    private void lanes(List<Lane> lanes) {
        if (lanes.isEmpty()) {
            return;
        }
        line("\nOne relay and one consumer (those of customers), by rows of history.\n");
        line(
                "| what | rows of history | messages | a second | CPU ms/message | the service | PostgreSQL | Kafka | to the limit |");
        line("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
        lanes.forEach(lane -> line(
                "| %s | %d | %d | %.0f | %.3f | %.3f | %.3f | %.3f | %.2f |",
                lane.what(),
                lane.historyRows(),
                lane.messages(),
                lane.perSecond(),
                lane.cpuMillisPerMessage(),
                lane.cpuMillisOfServicePerMessage(),
                lane.cpuMillisOfPostgresPerMessage(),
                lane.cpuMillisOfKafkaPerMessage(),
                lane.ratioToLimit()));
        line("");
    }

    private void line(String format, Object... arguments) {
        text.append(format(format, arguments)).append('\n');
    }

    private static String format(String format, Object... arguments) {
        return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    }
}
