package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Conflict;
import java.util.List;
import java.util.UUID;

/**
 * A shop of the mall, as the result of its events. A new store does not participate until it is enabled.
 *
 * @param owner the subject that opened the store; null for a store older than the concept of owners
 */
public record Store(UUID id, String name, String location, boolean participating, UUID owner) {

    public static final int MAX_NAME = 200;
    public static final int MAX_LOCATION = 500;

    private static final String NAME_IS_BLANK = "the store name cannot be blank";

    public static List<StoreEvent> create(UUID id, String name, String location, UUID owner) {
        new Wording()
                .line("name", name, MAX_NAME, NAME_IS_BLANK)
                .line("location", location, MAX_LOCATION, "the store location cannot be blank")
                .check();
        return List.of(new StoreEvent.StoreCreated(id, name, location, owner));
    }

    public List<StoreEvent> enableParticipation() {
        if (participating) {
            throw new Conflict("the store is already participating");
        }
        return List.of(new StoreEvent.StoreParticipationToggled(true));
    }

    public List<StoreEvent> disableParticipation() {
        if (!participating) {
            throw new Conflict("the store is already not participating");
        }
        return List.of(new StoreEvent.StoreParticipationToggled(false));
    }

    public List<StoreEvent> rebrand(String newName) {
        new Wording().line("name", newName, MAX_NAME, NAME_IS_BLANK).check();
        return List.of(new StoreEvent.StoreRebranded(newName));
    }

    /** @param current null before the first event */
    public static Store apply(Store current, StoreEvent event) {
        return switch (event) {
            case StoreEvent.StoreCreated(var id, var name, var location, var owner) ->
                new Store(id, name, location, false, owner);
            case StoreEvent.StoreParticipationToggled(var participating) ->
                new Store(current.id, current.name, current.location, participating, current.owner);
            case StoreEvent.StoreRebranded(var name) ->
                new Store(current.id, name, current.location, current.participating, current.owner);
        };
    }
}
