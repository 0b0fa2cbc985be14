package dev.mallbots.platform.service.grpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Maps every throwable of a gRPC call to a status, by the same rules as over HTTP; the wrong fields are sent as {@code
 * google.rpc.BadRequest}.
 */
@ApplicationScoped
public class GrpcErrors implements ExceptionHandlerProvider {

    private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

    @Override
    public <Q, A> ExceptionHandler<Q, A> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
        return new ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(Throwable thrown, ServerCall<Q, A> failed, Metadata headers) {
                StatusException status = status(thrown);
                failed.close(status.getStatus(), status.getTrailers());
            }
        };
    }

    @Override
    public Throwable transform(Throwable thrown) {
        return status(thrown);
    }

    static StatusException status(Throwable thrown) {
        if (thrown instanceof StatusException already && already.getTrailers() != null) {
            return already;
        }
        Problem problem = Problems.of(thrown);
        log(problem, thrown);
        return StatusProto.toStatusException(Status.newBuilder()
                .setCode(problem.code())
                .setMessage(problem.detail())
                .addAllDetails(details(problem))
                .build());
    }

    private static void log(Problem problem, Throwable thrown) {
        if (problem.status() == 500) {
            LOG.error("a gRPC call failed", thrown);
        } else if (problem.isOurFault()) {
            LOG.warnf("a gRPC call failed: %s (%s)", problem.detail(), thrown);
        }
    }

    private static Iterable<Any> details(Problem problem) {
        if (problem.violations().isEmpty()) {
            return List.of();
        }
        BadRequest.Builder bad = BadRequest.newBuilder();
        problem.violations()
                .forEach(violation -> bad.addFieldViolationsBuilder()
                        .setField(violation.field())
                        .setDescription(violation.message()));
        return List.of(Any.pack(bad.build()));
    }
}
