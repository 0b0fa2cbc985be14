package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.grpc.GrpcErrors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the key of a gRPC call from its metadata. */
@GlobalInterceptor
@ApplicationScoped
public class KeyOfCall implements ServerInterceptor {

    private static final Metadata.Key<String> KEY =
            Metadata.Key.of(RequestKey.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final GrpcErrors errors;

    KeyOfCall(GrpcErrors errors) {
        this.errors = errors;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
        try {
            RequestKey.accept(keys(metadata));
        } catch (RuleBroken bad) {
            StatusException status = (StatusException) errors.transform(bad);
            call.close(status.getStatus(), status.getTrailers());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, metadata);
    }

    private static List<String> keys(Metadata metadata) {
        List<String> keys = new ArrayList<>();
        Objects.requireNonNullElse(metadata.getAll(KEY), List.<String>of()).forEach(keys::add);
        return keys;
    }
}
