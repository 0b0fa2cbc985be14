package dev.mallbots.notifications.domain;

import dev.mallbots.notifications.domain.OrderNews.Approved;
import dev.mallbots.notifications.domain.OrderNews.Cancelled;
import dev.mallbots.notifications.domain.OrderNews.Completed;
import dev.mallbots.notifications.domain.OrderNews.Created;
import dev.mallbots.notifications.domain.OrderNews.Ready;
import dev.mallbots.notifications.domain.OrderNews.Rejected;
import dev.mallbots.platform.kernel.Masked;
import dev.mallbots.platform.kernel.Texts;
import java.time.Instant;
import java.util.UUID;

/**
 * One message to one customer about one order. There is never a second one of the same order and kind.
 *
 * @param smsNumber the number of the message, which may no longer be the customer's
 * @param sentAt the time of the call to the sender; before that, the time of its storage
 */
public record Notification(
        UUID id,
        UUID orderId,
        NotificationKind kind,
        UUID customerId,
        String smsNumber,
        String message,
        Instant sentAt) {

    public static Notification about(OrderNews news, Contact contact, UUID id, Instant now) {
        return new Notification(
                id,
                news.orderId(),
                news.kind(),
                contact.customerId(),
                contact.smsNumber(),
                "Hello %s, %s".formatted(contact.name(), sentence(news)),
                now);
    }

    private static String sentence(OrderNews news) {
        var order = news.orderId();
        return switch (news) {
            case Created _ -> "we have received your order %s.".formatted(order);
            case Approved _ -> "your order %s is approved, our robots are on their way.".formatted(order);
            case Rejected rejected
            when Texts.isBlank(rejected.reason()) -> "we can't accept your order %s.".formatted(order);
            case Rejected rejected -> "we can't accept your order %s: %s.".formatted(order, rejected.reason());
            case Ready _ -> "your order %s is ready to be picked up.".formatted(order);
            case Cancelled _ -> "your order %s is cancelled.".formatted(order);
            case Completed _ -> "your order %s is paid and completed. Thank you!".formatted(order);
        };
    }

    @Override
    public String toString() {
        return "Notification[id=%s, orderId=%s, kind=%s, customerId=%s, smsNumber=%s]"
                .formatted(id, orderId, kind, customerId, Masked.of(smsNumber));
    }
}
