package dev.mallbots.customers.in.messaging;

import dev.mallbots.customers.application.AuthorizeCustomer;
import dev.mallbots.customers.domain.CustomerEvent;
import dev.mallbots.customers.domain.SmsNumber;
import dev.mallbots.customers.out.messaging.CustomerEventTranslator;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import java.util.List;
import java.util.stream.Stream;

class PactsTest extends ServicePacts {

    PactsTest() {
        super("customers");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of(new OrderSagaMessages(calls.to(AuthorizeCustomer.class)));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("order-saga", "mallbots.customers.commands")
                .message(dev.mallbots.contracts.customers.v1.AuthorizeCustomer.class, "customer_id");
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var id = Ids.next();
        var number = new SmsNumber("+49 170 1234567");
        return Stream.of(
                        new CustomerEvent.CustomerRegistered(id, "Carla", number),
                        new CustomerEvent.CustomerSmsChanged(number),
                        new CustomerEvent.CustomerDisabled(),
                        new CustomerEvent.CustomerEnabled())
                .map(event -> CustomerEventTranslator.translate(id, 1, event))
                .toList();
    }
}
