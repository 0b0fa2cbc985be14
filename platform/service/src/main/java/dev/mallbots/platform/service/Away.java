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
import org.jboss.logging.Logger;

/**
 * Recognises failures that are independent of the request: the database, or another dependency, can't be reached, is full, or is shutting
 * down. The request may be repeated.
 */
public final class Away {

    private Away() {}

    /** The database, the token issuer, or another dependency is unavailable, or another transaction was in the way. Over HTTP a 503. */
    static boolean isAnythingNeeded(Throwable thrown) {
        return causes(thrown).anyMatch(cause -> isSaidBy(cause) || cause instanceof OIDCException)
                || isInTheWay(thrown);
    }

    /**
     * The database answers, but another transaction was in the way: a lock that was not granted in time, a deadlock, a statement that took
     * too long.
     */
    public static boolean isInTheWay(Throwable thrown) {
        return states(thrown).anyMatch(Away::isContention);
    }

    /** PostgreSQL rolled the transaction back so that another one can continue: a deadlock or a serialization failure. */
    public static boolean isRolledBackForOthers(Throwable thrown) {
        return states(thrown).anyMatch(state -> state.startsWith("40"));
    }

    /** Hibernate Reactive reports database errors as the driver's exceptions or as JDBC's. */
    private static Stream<String> states(Throwable thrown) {
        return causes(thrown)
                .map(cause -> switch (cause) {
                    case DatabaseException refused -> refused.getSqlState();
                    case SQLException refused -> refused.getSQLState();
                    default -> null;
                })
                .filter(Objects::nonNull);
    }

    /** The database itself is unavailable. Not another service: its caller throws {@link Unavailable}. */
    public static boolean isDatabase(Throwable thrown) {
        return causes(thrown)
                .takeWhile(cause -> !(cause instanceof Unavailable))
                .anyMatch(Away::isSaidBy);
    }

    /**
     * How loudly to log that a service's own query has failed, if it is repeated in a moment. A database that is away is reported by the
     * health check, and a transaction that was in the way is over then: DEBUG. Any other failure would be noticed by nobody: WARN.
     */
    public static Logger.Level levelOfRepeated(Throwable thrown) {
        return isDatabase(thrown) || isInTheWay(thrown) ? Logger.Level.DEBUG : Logger.Level.WARN;
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
            // errors that the database reported came first; all other exceptions of Vert.x are about connections
            case VertxException connection -> true;
            // a bare text: no connection was free in time, or the current one is closed
            case NoStackTraceThrowable connection -> true;
            default -> "Connection is closed".equals(thrown.getMessage());
        };
    }

    /**
     * Classes 08 (connection), 53 (resources), 57P (shutdown, crash, starting up), 58 (the disk or file system), and 25P03: the transaction
     * was idle for too long, and its connection was closed.
     */
    private static boolean isAwayState(String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58")
                        || state.equals("25P03"));
    }

    /** Transaction rollback (deadlock, serialization) and lock not available, classes 40 and 55; 57014, over the statement's time limit. */
    private static boolean isContention(String state) {
        return state.startsWith("40") || state.startsWith("55") || state.equals("57014");
    }
}
