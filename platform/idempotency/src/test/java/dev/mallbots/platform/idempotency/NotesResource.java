package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.service.security.Roles;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@RolesAllowed({"customer", Roles.OPERATOR})
@Path("/notes")
public class NotesResource {

    public record NewNote(@NotBlank String text) {}

    public record Created(UUID id) {}

    public record Done() {}

    @ApplicationScoped
    static class RemoveNotes {

        @WithTransaction
        Uni<Void> handle(String text) {
            return Panache.getSession()
                    .chain(session -> session.createNativeQuery("delete from note where text = :text")
                            .setParameter("text", text)
                            .executeUpdate())
                    .replaceWithVoid();
        }
    }

    private final WriteNote writeNote;
    private final AskAndWrite askAndWrite;
    private final RemoveNotes removeNotes;

    NotesResource(WriteNote writeNote, AskAndWrite askAndWrite, RemoveNotes removeNotes) {
        this.writeNote = writeNote;
        this.askAndWrite = askAndWrite;
        this.removeNotes = removeNotes;
    }

    @POST
    public Uni<Created> write(@Valid @NotNull NewNote note) {
        return writeNote.handle(note.text()).map(Created::new);
    }

    @POST
    @Path("/asking")
    public Uni<Created> askAndWrite(@Valid @NotNull NewNote note) {
        return askAndWrite.handle(note.text()).map(Created::new);
    }

    @DELETE
    @Path("/{text}")
    public Uni<Done> remove(String text) {
        return removeNotes.handle(text).replaceWith(Done::new);
    }
}
