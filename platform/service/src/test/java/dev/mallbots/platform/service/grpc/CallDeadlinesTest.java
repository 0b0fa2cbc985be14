package dev.mallbots.platform.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallDeadlinesTest {

    private static final class Seen extends Channel {

        private CallOptions options;

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions callOptions) {
            options = callOptions;
            return null;
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }

    private final CallDeadlines deadlines = new CallDeadlines(Duration.ofSeconds(2));
    private final Seen channel = new Seen();

    @Test
    void every_call_has_a_deadline_of_its_own() {
        deadlines.interceptCall(null, CallOptions.DEFAULT, channel);
        var first = channel.options.getDeadline();
        deadlines.interceptCall(null, CallOptions.DEFAULT, channel);

        assertThat(first.timeRemaining(TimeUnit.MILLISECONDS)).isBetween(1L, 2000L);
        assertThat(first.isBefore(channel.options.getDeadline())).isTrue();
    }

    @Test
    void a_callers_own_deadline_stays() {
        var own = Deadline.after(1, TimeUnit.MINUTES);

        deadlines.interceptCall(null, CallOptions.DEFAULT.withDeadline(own), channel);

        assertThat(channel.options.getDeadline()).isEqualTo(own);
    }
}
