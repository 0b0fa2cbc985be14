package dev.mallbots.notifications.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.notifications.domain.OrderNews.Approved;
import dev.mallbots.notifications.domain.OrderNews.Cancelled;
import dev.mallbots.notifications.domain.OrderNews.Completed;
import dev.mallbots.notifications.domain.OrderNews.Created;
import dev.mallbots.notifications.domain.OrderNews.Ready;
import dev.mallbots.notifications.domain.OrderNews.Rejected;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationTest {

    private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");
    private static final UUID ORDER = UUID.fromString("01980000-0000-7000-8000-000000000002");
    private static final UUID CUSTOMER = UUID.fromString("01980000-0000-7000-8000-000000000003");
    private static final Contact ADA = new Contact(CUSTOMER, "Ada", "+49 170 1234567");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void a_notification_goes_to_the_customers_current_number() {
        assertThat(Notification.about(new Created(ORDER, CUSTOMER), ADA, ID, NOW))
                .isEqualTo(new Notification(
                        ID,
                        ORDER,
                        NotificationKind.ORDER_CREATED,
                        CUSTOMER,
                        "+49 170 1234567",
                        "Hello Ada, we have received your order " + ORDER + ".",
                        NOW));
    }

    @Test
    void a_log_contains_neither_names_nor_numbers() {
        assertThat(ADA.toString() + Notification.about(new Created(ORDER, CUSTOMER), ADA, ID, NOW))
                .contains(CUSTOMER.toString())
                .doesNotContain("Ada", "1234567");
    }

    static Stream<OrderNews> everyNews() {
        return Stream.of(
                new Created(ORDER, CUSTOMER),
                new Approved(ORDER, CUSTOMER),
                new Rejected(ORDER, CUSTOMER, "the payment is too small"),
                new Ready(ORDER, CUSTOMER),
                new Cancelled(ORDER, CUSTOMER),
                new Completed(ORDER, CUSTOMER));
    }

    @ParameterizedTest
    @MethodSource("everyNews")
    void a_message_names_the_customer_and_the_order(OrderNews news) {
        assertThat(Notification.about(news, ADA, ID, NOW).message())
                .startsWith("Hello Ada, ")
                .contains(ORDER.toString());
    }

    @Test
    void every_event_has_a_kind_of_its_own() {
        assertThat(everyNews().map(OrderNews::kind)).containsExactly(NotificationKind.values());
    }

    @Test
    void a_rejection_contains_its_reason() {
        var rejected = new Rejected(ORDER, CUSTOMER, "the payment is too small");

        assertThat(Notification.about(rejected, ADA, ID, NOW).message())
                .endsWith("we can't accept your order " + ORDER + ": the payment is too small.");
    }

    @Test
    void a_rejection_without_a_reason_is_a_complete_sentence() {
        var rejected = new Rejected(ORDER, CUSTOMER, "");

        assertThat(Notification.about(rejected, ADA, ID, NOW).message())
                .endsWith("we can't accept your order " + ORDER + ".");
    }
}
