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
    void a_later_major_version_of_a_handled_type_is_newer() {
        assertThat(subscriptions.isNewerThanKnown("mallbots.common.v2.CommandFailed"))
                .isTrue();
        assertThat(subscriptions.isNewerThanKnown("mallbots.common.v12.CommandFailed"))
                .isTrue();
    }

    @Test
    void an_unknown_command_in_the_package_of_handled_ones_was_meant_for_this_service() {
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
    void every_other_type_is_neither(String type) {
        assertThat(subscriptions.isNewerThanKnown(type)).isFalse();
    }
}
