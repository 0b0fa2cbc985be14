package dev.mallbots.platform.service.grpc;

import dev.mallbots.platform.service.Failing;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.grpc.probe.AskReply;
import dev.mallbots.platform.service.grpc.probe.AskRequest;
import dev.mallbots.platform.service.grpc.probe.Probe;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;

@GrpcService
public class ProbeService implements Probe {

    private final Caller caller;

    ProbeService(Caller caller) {
        this.caller = caller;
    }

    @Override
    @RolesAllowed({"customer", Roles.OPERATOR})
    public Uni<AskReply> mine(AskRequest request) {
        caller.mustBe(Fields.uuid("id", request.getId()));
        return Uni.createFrom().item(AskReply.newBuilder().setId(caller.name()).build());
    }

    @Override
    @PermitAll
    public Uni<AskReply> ask(AskRequest request) {
        if (request.getFailWith().startsWith("throw ")) {
            throw failing(request, "throw ");
        }
        if (request.getFailWith().startsWith("fail ")) {
            return Uni.createFrom().failure(failing(request, "fail "));
        }
        Fields.money("amount", request.getAmount());
        return Uni.createFrom()
                .item(AskReply.newBuilder()
                        .setId(Fields.uuid("id", request.getId()).toString())
                        .build());
    }

    private static RuntimeException failing(AskRequest request, String way) {
        return Failing.valueOf(request.getFailWith().substring(way.length())).exception();
    }
}
