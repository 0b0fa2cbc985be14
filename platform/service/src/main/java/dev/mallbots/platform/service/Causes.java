package dev.mallbots.platform.service;

import io.smallrye.mutiny.CompositeException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Unwraps a throwable. */
final class Causes {

    private Causes() {}

    /** Without wrappers such as CompletionException. */
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
}
