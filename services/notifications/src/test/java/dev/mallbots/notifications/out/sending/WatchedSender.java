package dev.mallbots.notifications.out.sending;

import dev.mallbots.notifications.application.Sender;
import dev.mallbots.notifications.domain.Notification;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Replaces the default sender: it delegates to one, counts the calls, and fails for chosen orders. */
@ApplicationScoped
public class WatchedSender implements Sender {

    /** The failure that replaces the sending of an order's messages. */
    public enum Trouble {
        FAILS,
        KEEPS_SILENT
    }

    private static final List<Notification> CALLS = new CopyOnWriteArrayList<>();
    private static final Map<UUID, Trouble> TROUBLE = new ConcurrentHashMap<>();

    private final Sender sender;

    WatchedSender(Pool database) {
        sender = new LoggingSender(database);
    }

    @Override
    public Uni<Void> send(Notification notification) {
        CALLS.add(notification);
        return switch (TROUBLE.get(notification.orderId())) {
            case null -> sender.send(notification);
            case FAILS -> Uni.createFrom().failure(new IllegalStateException("the number is out of service"));
            case KEEPS_SILENT -> Uni.createFrom().nothing();
        };
    }

    /** @return in the order of the calls */
    public static List<Notification> callsFor(String order) {
        return CALLS.stream()
                .filter(call -> call.orderId().toString().equals(order))
                .toList();
    }

    public static void from(String order, Trouble trouble) {
        TROUBLE.put(UUID.fromString(order), trouble);
    }
}
