package dev.mallbots.features;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Receives the spans of all services over OTLP, as a collector does, and keeps them in memory. */
final class TraceCollector extends TraceServiceGrpc.TraceServiceImplBase implements AutoCloseable {

    record Seen(String service, String trace, String name) {}

    private final Queue<Seen> spans = new ConcurrentLinkedQueue<>();
    private final Server server;

    TraceCollector(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(this)
                .build()
                .start();
    }

    @Override
    public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
        request.getResourceSpansList().forEach(this::keep);
        answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private void keep(ResourceSpans resource) {
        String service = resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("?");
        resource.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new Seen(
                        service, HexFormat.of().formatHex(span.getTraceId().toByteArray()), span.getName()))
                .forEach(spans::add);
    }

    /** Traces with such a span. */
    Set<String> tracesWith(Predicate<Seen> span) {
        return spans.stream().filter(span).map(Seen::trace).collect(Collectors.toSet());
    }

    /** The services of a trace. */
    Set<String> servicesIn(String trace) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace))
                .map(Seen::service)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
