package dev.mallbots.notifications.in.grpc;

import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.People;
import dev.mallbots.contracts.notifications.v1.ListNotificationsRequest;
import dev.mallbots.contracts.notifications.v1.ListNotificationsResponse;
import dev.mallbots.contracts.notifications.v1.NotificationKind;
import dev.mallbots.contracts.notifications.v1.NotificationsService;
import dev.mallbots.notifications.application.ListNotifications;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;

@GrpcService
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
class NotificationsGrpc implements NotificationsService {

    private final ListNotifications listNotifications;

    NotificationsGrpc(ListNotifications listNotifications) {
        this.listNotifications = listNotifications;
    }

    @Override
    public Uni<ListNotificationsResponse> listNotifications(ListNotificationsRequest request) {
        var asked = request.getPage();
        Integer limit = asked.getLimit() == 0 ? null : asked.getLimit();
        return listNotifications
                .handle(Fields.uuid("customerId", request.getCustomerId()), PageRequest.of(limit, asked.getNext()))
                .map(NotificationsGrpc::response);
    }

    private static ListNotificationsResponse response(Page<Notification> page) {
        var response = ListNotificationsResponse.newBuilder();
        page.items().forEach(notification -> response.addNotifications(message(notification)));
        return response.setNext(page.next() == null ? "" : page.next()).build();
    }

    private static dev.mallbots.contracts.notifications.v1.Notification message(Notification notification) {
        return dev.mallbots.contracts.notifications.v1.Notification.newBuilder()
                .setId(notification.id().toString())
                .setOrderId(notification.orderId().toString())
                .setKind(kind(notification))
                .setCustomerId(notification.customerId().toString())
                .setSmsNumber(notification.smsNumber())
                .setMessage(notification.message())
                .setSentAt(timestamp(notification.sentAt()))
                .build();
    }

    private static NotificationKind kind(Notification notification) {
        return switch (notification.kind()) {
            case ORDER_CREATED -> NotificationKind.NOTIFICATION_KIND_ORDER_CREATED;
            case ORDER_APPROVED -> NotificationKind.NOTIFICATION_KIND_ORDER_APPROVED;
            case ORDER_REJECTED -> NotificationKind.NOTIFICATION_KIND_ORDER_REJECTED;
            case ORDER_READY -> NotificationKind.NOTIFICATION_KIND_ORDER_READY;
            case ORDER_CANCELLED -> NotificationKind.NOTIFICATION_KIND_ORDER_CANCELLED;
            case ORDER_COMPLETED -> NotificationKind.NOTIFICATION_KIND_ORDER_COMPLETED;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
