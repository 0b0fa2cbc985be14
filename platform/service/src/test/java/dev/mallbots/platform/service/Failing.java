package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.oidc.OIDCException;
import io.vertx.sqlclient.DatabaseException;
import java.net.ConnectException;
import java.sql.SQLException;

/** The kinds of failure that tests request by name. */
public enum Failing {
    NOT_FOUND(new NotFound("order", "7")),
    RULE_BROKEN(new RuleBroken("name", "must not be blank")),
    CONFLICT(new Conflict("the order is completed")),
    LOST_RACE(new LostRace("order", "7")),
    UNAVAILABLE(new Unavailable("the stores service", new ConnectException("refused"))),
    DATABASE_AWAY(new IllegalStateException(new SQLException("terminating connection", "57P01"))),
    ISSUER_AWAY(new OIDCException("OIDC Server is not available")),
    STATEMENT_TOO_LONG(new IllegalStateException(
            new DatabaseException("canceling statement due to statement timeout", 0, "57014") {})),
    DATABASE_REFUSED(new IllegalStateException(new SQLException("duplicate key, secret detail", "23505"))),
    BUG(new IllegalStateException("secret detail"));

    private final RuntimeException exception;

    Failing(RuntimeException exception) {
        this.exception = exception;
    }

    public RuntimeException exception() {
        return exception;
    }
}
