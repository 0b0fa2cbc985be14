package dev.mallbots.platform.service;

import com.fasterxml.jackson.core.JacksonException;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.oidc.OIDCException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells failures that say nothing about what was asked for from all others: the database, or whatever else is needed, can't be
 * reached, has no room, or is going down. They are worth trying again.
 */
public final class Away {

    private Away() {}

    /** The database, the issuer of tokens, or anything else; or somebody was in the way. Over HTTP a 503. */
    static boolean isAnythingNeeded(Throwable thrown) {
        return causes(thrown).anyMatch(cause -> isSaidBy(cause) || cause instanceof OIDCException)
                || isInTheWay(thrown);
    }

    /**
     * The database answers, but somebody else held what was needed: a lock that did not come free in time, a deadlock, a
     * statement that took too long.
     */
    public static boolean isInTheWay(Throwable thrown) {
        return states(thrown).anyMatch(Away::isContention);
    }

    /** PostgreSQL rolled the transaction back so that another one can go on: a deadlock or a serialization failure. */
    public static boolean isRolledBackForOthers(Throwable thrown) {
        return states(thrown).anyMatch(state -> state.startsWith("40"));
    }

    /** Hibernate Reactive passes on what the database says in its own words or in those of JDBC. */
    private static Stream<String> states(Throwable thrown) {
        return causes(thrown)
                .map(cause -> switch (cause) {
                    case DatabaseException refused -> refused.getSqlState();
                    case SQLException refused -> refused.getSQLState();
                    default -> null;
                })
                .filter(Objects::nonNull);
    }

    /** The database itself. Not another service: whoever asked it says {@link Unavailable}. */
    public static boolean isDatabase(Throwable thrown) {
        return causes(thrown)
                .takeWhile(cause -> !(cause instanceof Unavailable))
                .anyMatch(Away::isSaidBy);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static boolean isSaidBy(Throwable thrown) {
        return switch (thrown) {
            case DatabaseException refused -> isAwayState(refused.getSqlState());
            case SQLException refused -> isAwayState(refused.getSQLState());
            case TimeoutException late -> true;
            case java.util.concurrent.TimeoutException late -> true;
            case IOException broken -> !(broken instanceof JacksonException);
            // what the database has refused came first; all else of Vert.x is about connections
            case VertxException connection -> true;
            // a bare text: no connection came free in time, or the one in hand is closed
            case NoStackTraceThrowable connection -> true;
            default -> "Connection is closed".equals(thrown.getMessage());
        };
    }

    /**
     * Classes 08 (connection), 53 (resources), 57P (shutdown, crash, starting up), 58 (the disk or file system), and 25P03: we
     * did nothing for too long in a transaction, whose connection is closed for it.
     */
    private static boolean isAwayState(String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58")
                        || state.equals("25P03"));
    }

    /** Transaction rollback (deadlock, serialization) and lock not available, classes 40 and 55; 57014, over the statement's time. */
    private static boolean isContention(String state) {
        return state.startsWith("40") || state.startsWith("55") || state.equals("57014");
    }
}
