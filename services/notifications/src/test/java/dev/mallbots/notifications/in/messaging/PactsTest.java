package dev.mallbots.notifications.in.messaging;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.notifications.application.FindContacts;
import dev.mallbots.notifications.application.FollowNumber;
import dev.mallbots.notifications.application.NotifyCustomer;
import dev.mallbots.notifications.application.RememberCustomer;
import dev.mallbots.notifications.out.grpc.CustomersClient;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Clients;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import io.grpc.Status;
import java.util.List;
import java.util.UUID;

class PactsTest extends ServicePacts {

    private static final UUID ADA = new UUID(0, 7);

    PactsTest() {
        super("notifications");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of(
                new CustomerMessages(calls.to(RememberCustomer.class), calls.to(FollowNumber.class)),
                new OrderMessages(calls.to(FindContacts.class), calls.to(NotifyCustomer.class)));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("customers", "mallbots.customers.events.Customer")
                .message(CustomerRegistered.class, "customer_id", "name", "sms_number")
                .message(CustomerSmsChanged.class, "customer_id", "sms_number");
        reads.from("ordering", "mallbots.ordering.events.Order")
                .message(OrderCreated.class, "order_id", "customer_id")
                .message(OrderApproved.class, "order_id", "customer_id")
                .message(OrderRejected.class, "order_id", "customer_id", "reason?")
                .message(OrderReadied.class, "order_id", "customer_id")
                .message(OrderCanceled.class, "order_id", "customer_id")
                .message(OrderCompleted.class, "order_id", "customer_id");
    }

    @Override
    protected void calls(Clients clients) {
        clients.of("customers", at -> CustomersClient.at(at).find(ADA))
                .reads(
                        CustomersServiceGrpc.getGetCustomerMethod(),
                        "customer.name",
                        "customer.sms_number",
                        "customer.version")
                .whenUnknown(Status.Code.NOT_FOUND);
    }

    @Override
    protected List<OutgoingMessage> writes() {
        return List.of();
    }
}
