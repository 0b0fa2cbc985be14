package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTest {

    private final Subscriptions subscriptions = new Subscriptions()
            .event(CommandFailed.class, (event, context) -> Uni.createFrom().voidItem())
            .event(StringValue.class, (event, context) -> Uni.createFrom().voidItem())
            .command(
                    ApproveOrder.class,
                    (command, context) -> Uni.createFrom().item(CommandFailed.getDefaultInstance()));

    @Test
    void a_later_major_version_of_what_is_handled_is_newer() {
        assertThat(subscriptions.isNewerThanKnown("mallbots.common.v2.CommandFailed"))
                .isTrue();
        assertThat(subscriptions.isNewerThanKnown("mallbots.common.v12.CommandFailed"))
                .isTrue();
    }

    @Test
    void a_command_in_the_words_of_those_that_are_handled_was_meant_for_this_service() {
        assertThat(subscriptions.isOfKnownCommands("mallbots.ordering.v1.PauseOrder"))
                .isTrue();
        assertThat(subscriptions.isOfKnownCommands("mallbots.ordering.v2.PauseOrder"))
                .isTrue();
        assertThat(subscriptions.isOfKnownCommands("mallbots.common.v1.SomethingNew"))
                .isFalse();
        assertThat(subscriptions.isOfKnownCommands("mallbots.future.v1.SomethingNew"))
                .isFalse();
        assertThat(subscriptions.isOfKnownCommands("SomethingNew")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mallbots.common.v1.CommandFailed",
                "mallbots.common.v0.CommandFailed",
                "mallbots.common.v2.CommandSucceeded",
                "mallbots.depot.v2.CommandFailed",
                "google.protobuf.StringValue",
                "google.protobuf.v2.StringValue",
                "CommandFailed",
                ""
            })
    void nothing_else_is(String type) {
        assertThat(subscriptions.isNewerThanKnown(type)).isFalse();
    }
}
