package dev.mallbots.notifications.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.in.rest.NotificationsResource.NotificationView;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Compares the words in the OpenAPI document with those of the domain. */
class WordsInDocumentTest {

    @Test
    void every_kind_of_a_notification_is_documented() throws NoSuchFieldException {
        assertThat(told(NotificationView.class, "kind")).containsExactly(words(NotificationKind.values()));
    }

    private static String[] words(NotificationKind[] values) {
        return Stream.of(values).map(NotificationKind::word).toArray(String[]::new);
    }

    private static String[] told(Class<?> body, String field) throws NoSuchFieldException {
        return body.getDeclaredField(field).getAnnotation(Schema.class).enumeration();
    }
}
