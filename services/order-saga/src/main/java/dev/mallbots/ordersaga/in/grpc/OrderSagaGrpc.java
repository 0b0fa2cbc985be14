package dev.mallbots.ordersaga.in.grpc;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.ordersaga.v1.CompensateSagaRequest;
import dev.mallbots.contracts.ordersaga.v1.CompensateSagaResponse;
import dev.mallbots.contracts.ordersaga.v1.GetSagaRequest;
import dev.mallbots.contracts.ordersaga.v1.GetSagaResponse;
import dev.mallbots.contracts.ordersaga.v1.ListSagasRequest;
import dev.mallbots.contracts.ordersaga.v1.ListSagasResponse;
import dev.mallbots.contracts.ordersaga.v1.OrderSagaService;
import dev.mallbots.contracts.ordersaga.v1.RetrySagaRequest;
import dev.mallbots.contracts.ordersaga.v1.RetrySagaResponse;
import dev.mallbots.contracts.ordersaga.v1.Saga;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.saga.SagaLogEntry;
import dev.mallbots.platform.saga.SagaLookup;
import dev.mallbots.platform.saga.SagaState;
import dev.mallbots.platform.saga.SagaSummary;
import dev.mallbots.platform.saga.Sagas;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

@GrpcService
@RolesAllowed(Roles.OPERATOR)
class OrderSagaGrpc implements OrderSagaService {

    private final SagaLookup lookup;
    private final Sagas sagas;

    OrderSagaGrpc(SagaLookup lookup, Sagas sagas) {
        this.lookup = lookup;
        this.sagas = sagas;
    }

    @Override
    public Uni<ListSagasResponse> listSagas(ListSagasRequest request) {
        var limit = request.getPage().getLimit();
        var asked = PageRequest.of(limit == 0 ? null : limit, request.getPage().getNext());
        var filter = new SagaLookup.Filter(
                state(request.getState()),
                request.hasStartedBefore() ? Optional.of(instant(request.getStartedBefore())) : Optional.empty(),
                request.getDelayed(),
                request.getStuck(),
                asked.after(2).map(cursor -> new SagaLookup.Position(cursor.instant(0), cursor.uuid(1))));
        return lookup.list(filter, asked.rowsToFetch())
                .map(found -> asked.page(found, saga -> Cursor.of(saga.startedAt(), saga.id())))
                .map(page -> {
                    var answer = ListSagasResponse.newBuilder();
                    page.items().forEach(saga -> answer.addSagas(message(saga)));
                    Optional.ofNullable(page.next()).ifPresent(answer::setNext);
                    return answer.build();
                });
    }

    @Override
    public Uni<GetSagaResponse> getSaga(GetSagaRequest request) {
        return lookup.one(id(request.getId()))
                .map(found -> GetSagaResponse.newBuilder()
                        .setSaga(message(found.summary()))
                        .setData(found.data())
                        .addAllLog(
                                found.log().stream().map(OrderSagaGrpc::message).toList())
                        .build());
    }

    @Override
    public Uni<RetrySagaResponse> retrySaga(RetrySagaRequest request) {
        return sagas.retry(id(request.getId())).replaceWith(RetrySagaResponse.getDefaultInstance());
    }

    @Override
    public Uni<CompensateSagaResponse> compensateSaga(CompensateSagaRequest request) {
        return sagas.compensate(id(request.getId()), "given up by an operator")
                .replaceWith(CompensateSagaResponse.getDefaultInstance());
    }

    private static UUID id(String text) {
        return Fields.uuid("id", text);
    }

    private static Optional<SagaState> state(dev.mallbots.contracts.ordersaga.v1.SagaState state) {
        return switch (state) {
            case SAGA_STATE_UNSPECIFIED -> Optional.empty();
            case SAGA_STATE_RUNNING -> Optional.of(SagaState.RUNNING);
            case SAGA_STATE_COMPENSATING -> Optional.of(SagaState.COMPENSATING);
            case SAGA_STATE_COMPLETED -> Optional.of(SagaState.COMPLETED);
            case SAGA_STATE_COMPENSATED -> Optional.of(SagaState.COMPENSATED);
            case UNRECOGNIZED -> throw new RuleBroken("state", "is not known");
        };
    }

    private static dev.mallbots.contracts.ordersaga.v1.SagaState message(SagaState state) {
        return switch (state) {
            case RUNNING -> dev.mallbots.contracts.ordersaga.v1.SagaState.SAGA_STATE_RUNNING;
            case COMPENSATING -> dev.mallbots.contracts.ordersaga.v1.SagaState.SAGA_STATE_COMPENSATING;
            case COMPLETED -> dev.mallbots.contracts.ordersaga.v1.SagaState.SAGA_STATE_COMPLETED;
            case COMPENSATED -> dev.mallbots.contracts.ordersaga.v1.SagaState.SAGA_STATE_COMPENSATED;
        };
    }

    private static Saga message(SagaSummary saga) {
        var message = Saga.newBuilder()
                .setId(saga.id().toString())
                .setDefinition(saga.definition())
                .setState(message(saga.state()))
                .setStep(saga.step())
                .setAttempts(saga.attempts())
                .setCancelRequested(saga.cancelRequested())
                .setFailureReason(saga.failureReason().orElse(""))
                .setStartedAt(timestamp(saga.startedAt()))
                .setChangedAt(timestamp(saga.changedAt()));
        saga.delayedSince().map(OrderSagaGrpc::timestamp).ifPresent(message::setDelayedSince);
        saga.stuckSince().map(OrderSagaGrpc::timestamp).ifPresent(message::setStuckSince);
        saga.deadline().map(OrderSagaGrpc::timestamp).ifPresent(message::setDeadline);
        return message.build();
    }

    private static dev.mallbots.contracts.ordersaga.v1.SagaLogEntry message(SagaLogEntry entry) {
        return dev.mallbots.contracts.ordersaga.v1.SagaLogEntry.newBuilder()
                .setAt(timestamp(entry.at()))
                .setStep(entry.step().orElse(""))
                .setWhat(entry.what().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .setMessageId(entry.messageId().map(UUID::toString).orElse(""))
                .setDetail(entry.detail())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
