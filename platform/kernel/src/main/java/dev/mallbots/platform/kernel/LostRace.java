package dev.mallbots.platform.kernel;

/**
 * Another transaction changed the same aggregate first. Over HTTP a 409. A repetition decides on the new state and may succeed, so a
 * message that loses a race is handled again.
 */
public final class LostRace extends Conflict {

    public LostRace(String what, Object id) {
        super("%s %s was changed by another request at the same moment; try again".formatted(what, id));
    }
}
