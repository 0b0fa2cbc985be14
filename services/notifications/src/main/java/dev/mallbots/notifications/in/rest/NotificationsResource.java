package dev.mallbots.notifications.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.notifications.application.ListNotifications;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({People.CUSTOMER, Roles.OPERATOR})
public class NotificationsResource {

    public record Answer(
            List<NotificationView> notifications,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    public record NotificationView(
            UUID id,
            UUID orderId,

            @Schema(
                    enumeration = {
                        "order-created",
                        "order-approved",
                        "order-rejected",
                        "order-ready",
                        "order-cancelled",
                        "order-completed"
                    })
            String kind,

            UUID customerId,
            @Schema(examples = "+49 30 1234567") String smsNumber,

            @Schema(examples = "Hello Carla Costa, we have received your order 0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10.")
            String message,

            Instant sentAt) {}

    private final ListNotifications listNotifications;

    NotificationsResource(ListNotifications listNotifications) {
        this.listNotifications = listNotifications;
    }

    @Operation(
            operationId = "listNotifications",
            summary = "List notifications",
            description = "What a customer was told about orders, newest first.")
    @GET
    public Uni<Answer> list(
            @QueryParam("customerId") @NotNull UUID customerId,
            @QueryParam("limit") Integer limit,
            @QueryParam("next") String next) {
        return listNotifications
                .handle(customerId, PageRequest.of(limit, next))
                .map(page -> new Answer(
                        page.items().stream().map(NotificationsResource::view).toList(), page.next()));
    }

    private static NotificationView view(Notification notification) {
        return new NotificationView(
                notification.id(),
                notification.orderId(),
                notification.kind().word(),
                notification.customerId(),
                notification.smsNumber(),
                notification.message(),
                notification.sentAt());
    }
}
