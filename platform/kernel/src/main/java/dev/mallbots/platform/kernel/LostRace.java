package dev.mallbots.platform.kernel;

/**
 * Somebody else changed the same thing at the same moment and won. Over HTTP a 409; trying again, on the new state, may
 * well succeed, so a message that loses a race is simply handled again.
 */
public final class LostRace extends Conflict {

    public LostRace(String what, Object id) {
        super("%s %s was changed by somebody else at the same moment; try again".formatted(what, id));
    }
}
