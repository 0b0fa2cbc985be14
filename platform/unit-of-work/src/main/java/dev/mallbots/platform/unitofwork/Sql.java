package dev.mallbots.platform.unitofwork;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;
import org.hibernate.reactive.pool.ReactiveConnection.Result;

/**
 * Prepared statements on the connection of the current Hibernate Reactive session, in its transaction. Hibernate does not parse them, makes
 * no query plan, and is not flushed before them: entities that a statement must see have to be flushed first.
 *
 * <p>Placeholders are PostgreSQL's own ({@code $1}). A parameter is a UUID, String, Long, Integer, Boolean, BigDecimal, OffsetDateTime,
 * Buffer, an array of one of them, or null; JSON is passed as text ({@code $1::text::jsonb}). PostgreSQL answers with the same types. A
 * statement with arrays ({@code unnest}, {@code = any}) has one text for any number of rows, so that each connection keeps it prepared.
 *
 * <p>Statements that are subscribed to without waiting for the one before are pipelined: they are executed in that order, in one round trip.
 * If one fails, PostgreSQL executes none of those behind it, and the transaction can only be rolled back.
 */
public final class Sql {

    private Sql() {}

    /** @return the number of rows that the statement wrote */
    public static Uni<Integer> update(String statement, Object... parameters) {
        return onConnection(connection -> connection.update(statement, parameters));
    }

    /** @return the values of each row, in the order of the statement's columns */
    public static Uni<List<Object[]>> select(String statement, Object... parameters) {
        return onConnection(connection -> connection.select(statement, parameters))
                .map(Sql::rows);
    }

    /** A parameter for {@code unnest}: one value of each row, in the order of the rows. */
    public static <R, T> T[] column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static <T> Uni<T> onConnection(Function<ReactiveConnection, CompletionStage<T>> statement) {
        return Panache.getSession()
                .chain(session -> Uni.createFrom().completionStage(() -> statement.apply(connectionOf(session))));
    }

    private static ReactiveConnection connectionOf(Mutiny.Session session) {
        return ((MutinySessionImpl) session).getReactiveConnection();
    }

    private static List<Object[]> rows(Result result) {
        List<Object[]> rows = new ArrayList<>(result.size());
        result.forEachRemaining(rows::add);
        return rows;
    }
}
