package dev.mallbots.notifications.out.persistence;

import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.domain.Outcome;
import dev.mallbots.notifications.domain.Unconfirmed;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity(name = "Notification")
@Table(name = "notifications")
class NotificationEntity {

    @Id
    UUID id;

    @Column(name = "order_id")
    UUID orderId;

    @Enumerated(EnumType.STRING)
    NotificationKind kind;

    @Column(name = "customer_id")
    UUID customerId;

    @Column(name = "sms_number")
    String smsNumber;

    String message;

    @Column(name = "sent_at")
    Instant sentAt;

    @Column(name = "attempted_at")
    Instant attemptedAt;

    @Enumerated(EnumType.STRING)
    Outcome outcome;

    String reason;

    Notification toDomain() {
        return new Notification(id, orderId, kind, customerId, smsNumber, message, sentAt);
    }

    Unconfirmed toUnconfirmed() {
        return new Unconfirmed(id, orderId, kind, customerId, attemptedAt, outcome, reason);
    }
}
