package dev.mallbots.customers.in.messaging;

import static dev.mallbots.customers.CustomersCalls.register;
import static dev.mallbots.customers.CustomersCalls.registerDisabled;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.Topics.Received;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class AuthorizeCustomerTest {

    private static final String COMMANDS = "mallbots.customers.commands";
    private static final String REPLIES = "mallbots.order-saga.replies";

    private final Topics topics = new Topics();
    private final UUID order = Ids.next();

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void an_enabled_customer_is_authorized() {
        UUID command = authorize(register("Ada", "5551234").toString());

        assertThat(reply(CommandSucceeded.class).causationId()).contains(command);
    }

    @Test
    void a_disabled_customer_is_refused() {
        UUID customer = registerDisabled();
        authorize(customer.toString());

        assertThat(reply(CommandFailed.class).payload().getReason()).isEqualTo("customer is not authorized");
    }

    @Test
    void an_unknown_customer_is_refused() {
        UUID nobody = Ids.next();
        authorize(nobody.toString());

        assertThat(reply(CommandFailed.class).payload().getReason()).isEqualTo("there is no customer " + nobody);
    }

    @Test
    void a_malformed_customer_id_is_refused_and_does_not_block_later_messages() {
        authorize("seven");
        UUID behind = authorize(register("Ada", "5551234").toString());

        assertThat(reply(CommandSucceeded.class).causationId()).contains(behind);
        assertThat(topics.types(REPLIES, order)).containsExactly("CommandFailed", "CommandSucceeded");
    }

    @Test
    void a_command_that_is_delivered_twice_is_answered_once() {
        var command = topics.draft(authorizing(register("Ada", "5551234").toString()))
                .id(Ids.next())
                .correlatedWith(order)
                .replyTo(REPLIES);
        command.publish(COMMANDS, order);
        command.publish(COMMANDS, order);
        UUID behind = authorize(Ids.next().toString());

        assertThat(reply(CommandFailed.class).causationId()).contains(behind);
        assertThat(topics.types(REPLIES, order)).containsExactly("CommandSucceeded", "CommandFailed");
    }

    private UUID authorize(String customer) {
        return topics.draft(authorizing(customer))
                .correlatedWith(order)
                .replyTo(REPLIES)
                .publish(COMMANDS, order);
    }

    private AuthorizeCustomer authorizing(String customer) {
        return AuthorizeCustomer.newBuilder()
                .setCustomerId(customer)
                .setOrderId(order.toString())
                .build();
    }

    private <M extends Message> Received<M> reply(Class<M> type) {
        var reply = topics.awaitReceived(REPLIES, order, type);
        assertThat(reply.correlationId()).contains(order);
        return reply;
    }
}
