package dev.mallbots.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All measurements, in the units of their names. */
@JsonInclude(JsonInclude.Include.NON_NULL)
final class Figures {

    /** The machine and the mall's settings. */
    public record Setting(
            String machine,
            int cores,
            String java,
            String jvmOptions,
            String fleetOptions,
            String bots,
            String generatorOptions) {}

    /**
     * One load.
     *
     * @param asked orders a second, or concurrent orders
     * @param approvedPerSecond in the middle four fifths
     * @param donePerSecond until the last message of the last order was handled
     * @param wholeP50 milliseconds from the visit's begin to its end
     * @param cpuMillisPerOrder of all processes of the mall, until all work had finished, including their idle cost
     * @param cpuMillisPerMessage per handled message
     * @param messagesHandledPerOrder a message with two consumers counts twice
     * @param ownCpuMillisPerOrder of the load generator
     * @param bytesWrittenPerOrder to the disk, by all processes of the machine
     * @param wakeUpsPerOrder see {@link Usage}
     * @param growthPerSecond the growth of concurrent orders
     * @param cpuMillisPerOrderByProcess the same by process
     * @param bytesAccountedPerOrderByProcess see {@link Usage}
     */
    public record Run(
            String load,
            String asked,
            int orders,
            int failed,
            String failure,
            double approvedPerSecond,
            double donePerSecond,
            double p50,
            double p90,
            double p99,
            double max,
            double wholeP50,
            double wholeP99,
            double cpuMillisPerOrder,
            double cpuMillisPerMessage,
            double cpuOfIdleMillisPerOrder,
            long bytesWrittenPerOrder,
            long walBytesPerOrder,
            double messagesSentPerOrder,
            double messagesHandledPerOrder,
            double transactionsPerOrder,
            double transactionsPerSecond,
            double ownCpuMillisPerOrder,
            double wakeUpsPerOrder,
            double growthPerSecond,
            Map<String, Double> cpuMillisPerOrderByProcess,
            Map<String, Double> bytesAccountedPerOrderByProcess) {}

    /**
     * A call, or some in sequence, through the gateway.
     *
     * @param callers concurrent ones, each of whom calls again at once
     * @param cpuMillis of all processes of the mall for each, until all work that follows from it had finished
     */
    public record Calls(String call, int callers, double perSecond, double cpuMillis) {}

    /** One relay, one consumer. */
    public record Lane(
            String what,
            int historyRows,
            int messages,
            double perSecond,
            double cpuMillisPerMessage,
            double cpuMillisOfServicePerMessage,
            double cpuMillisOfPostgresPerMessage,
            double cpuMillisOfKafkaPerMessage,
            Double ratioToLimit) {}

    public Setting setting;
    public double idleCpuMillisPerSecond;
    public Map<Integer, Double> commitsPerSecondByConnections = new TreeMap<>();
    public double producedPerSecond;
    public int messageBytes;
    /** The mall's transactions a second at saturation, divided by the machine's commits a second with as many connections. */
    public Double commitRatio;

    /** The gateway's own cost. */
    public Doors.Result doors;

    public List<Run> runs = new ArrayList<>();
    public List<Calls> calls = new ArrayList<>();
    public List<Lane> lanes = new ArrayList<>();
    public List<String> notes = new ArrayList<>();
}
