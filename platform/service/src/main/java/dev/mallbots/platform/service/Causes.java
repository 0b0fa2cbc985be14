package dev.mallbots.platform.service;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** What lies behind a throwable. */
final class Causes {

    private Causes() {}

    /** Without the wrappers that only say on which way it came. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable current = thrown;
        while (current.getCause() != null && isWrapper(current)) {
            current = current.getCause();
        }
        return current;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || thrown instanceof CompositeException
                || thrown instanceof UndeclaredThrowableException;
    }

    /** The database, or whatever else is needed, can't be reached or is going down: trying again later is worth it. */
    static boolean isAway(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(Causes::saysAway);
    }

    private static boolean saysAway(Throwable thrown) {
        return switch (thrown) {
            case DatabaseException refused -> isAwayState(refused.getSqlState());
            case SQLException refused -> isAwayState(refused.getSQLState());
            case ClosedConnectionException closed -> true;
            case ConnectionPoolTooBusyException busy -> true;
            case TimeoutException late -> true;
            case java.util.concurrent.TimeoutException late -> true;
            case IOException broken -> !(broken instanceof com.fasterxml.jackson.core.JacksonException);
            default -> "Connection is closed".equals(thrown.getMessage()) || isPoolTimeout(thrown);
        };
    }

    /** The client throws these as bare VertxException: their text is all there is to know them by. */
    private static boolean isPoolTimeout(Throwable thrown) {
        return thrown instanceof io.vertx.core.VertxException
                && String.valueOf(thrown.getMessage()).contains("Timeout");
    }

    /** Classes 08 (connection), 53 (resources), 57P (shutdown, crash, starting up), 58 (the disk or file system). */
    private static boolean isAwayState(String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58"));
    }
}
