package dev.mallbots.platform.pacts;

import dev.mallbots.platform.pacts.Clients.Call;
import dev.mallbots.platform.pacts.Clients.Conversation;
import dev.mallbots.platform.pacts.StandIn.Answer;
import dev.mallbots.platform.pacts.StandIn.Outcome;
import dev.mallbots.platform.pacts.StandIn.Refusal;
import dev.mallbots.platform.pacts.StandIn.Reply;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What holds for each gRPC call of a client. */
enum ClientRule {
    /** The client needs every field of the pact, and reads no other. */
    FIELDS {
        @Override
        List<String> broken(StandIn standIn, Conversation conversation, Call call) {
            return Differences.of(
                    call.answer(),
                    "client",
                    answer -> standIn.replying(conversation, call, new Answer(answer)),
                    Outcome::failure);
        }
    },

    /** Only the status for unknown ids is an answer, and an outage is {@code Unavailable}. */
    STATUSES {
        @Override
        List<String> broken(StandIn standIn, Conversation conversation, Call call) {
            return Stream.of(Status.Code.values())
                    .filter(status -> status != Status.Code.OK || isAnswer(call, status))
                    .flatMap(status -> broken(call, status, standIn.replying(conversation, call, reply(call, status))))
                    .toList();
        }

        private Reply reply(Call call, Status.Code status) {
            return status == Status.Code.OK ? new Answer(call.answer().empty()) : new Refusal(status);
        }

        private Stream<String> broken(Call call, Status.Code status, Outcome outcome) {
            if (isAnswer(call, status) != (outcome.failure() == null)) {
                return Stream.of("%s: %s %s an answer for the client: %s"
                        .formatted(call.name(), status, isAnswer(call, status) ? "is not" : "is", outcome));
            }
            return OUTAGES.contains(status) && !outcome.isUnavailable()
                    ? Stream.of("%s: %s must be Unavailable for the client: %s".formatted(call.name(), status, outcome))
                    : Stream.of();
        }

        private boolean isAnswer(Call call, Status.Code status) {
            return call.whenUnknown().equals(Optional.of(status));
        }
    },

    /** A call that nobody answers ends, and is {@code Unavailable}. */
    DEADLINE {
        @Override
        List<String> broken(StandIn standIn, Conversation conversation, Call call) {
            Outcome outcome = standIn.silent(conversation, call, SHORT);
            return outcome.isUnavailable()
                    ? List.of()
                    : List.of("%s without an answer must be Unavailable for the client: %s"
                            .formatted(call.name(), outcome));
        }
    },

    /** The client calls with the service's own token. */
    TOKEN {
        @Override
        List<String> broken(StandIn standIn, Conversation conversation, Call call) {
            standIn.examples(conversation);
            return standIn.calledWithoutToken().contains(call.name())
                    ? List.of(call.name() + " is called without the service's token")
                    : List.of();
        }
    };

    /** What a service answers that can't do its work, and what a call without an answer ends with. */
    private static final Set<Status.Code> OUTAGES = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    /** Long enough for the calls that are answered. */
    private static final Duration SHORT = Duration.ofMillis(200);

    /** How the client breaks this rule with a call of this conversation; empty if it does not. */
    abstract List<String> broken(StandIn standIn, Conversation conversation, Call call);
}
