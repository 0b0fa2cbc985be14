package dev.mallbots.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does a request's work once for its Idempotency-Key. Key, work and answer are one transaction: a second request waits for it
 * and then gets the answer of the first, and when the first fails in any way, nothing of it is left, not even the key.
 *
 * <p>A use case whose method is {@code @WithTransaction} needs none of this: {@link OncePerKey} does it. This is for those that
 * ask somebody else on the way.
 *
 * <p>Source of the idea: the IETF's draft "The Idempotency-Key HTTP Header Field"; that the key is kept where the work is done,
 * in its transaction, is the inbox's idea.
 */
@ApplicationScoped
public class Once {

    private final Keys keys;
    private final ObjectMapper json;
    private final Caller caller;

    Once(Keys keys, ObjectMapper json, Caller caller) {
        this.keys = keys;
        this.json = json;
        this.caller = caller;
    }

    /**
     * With a key, all of the work runs in the transaction that holds the key, so that nobody is asked twice; without one it runs
     * as it is. Fails with {@link KeyUsedBefore} when the key is that of another request, else as the work does.
     */
    public <T> Uni<T> allOf(Task<T> task, Supplier<Uni<T>> work) {
        return keyed(work, key -> underKey(key, task, work));
    }

    /**
     * Asks outside of any transaction, then works in one. A request that was answered before asks nobody; twins at the same
     * moment may both ask, so this is for questions that change nothing. Fails with {@link KeyUsedBefore} when the key is that of
     * another request, else as question and work do.
     */
    public <A, T> Uni<T> asking(Task<T> task, Supplier<Uni<A>> ask, Function<A, Uni<T>> work) {
        return askingUnderKey(task, key -> ask.get(), work);
    }

    /**
     * Like {@link #asking}, for what does change something where it is asked for: whoever is asked has to tell by the key that it is the
     * same request again.
     *
     * @param ask given the key, which nobody else's is like; empty for a request without one, or with one that this is only a part of
     */
    public <A, T> Uni<T> askingUnderKey(
            Task<T> task, Function<Optional<String>, Uni<A>> ask, Function<A, Uni<T>> work) {
        return keyed(
                () -> ask.apply(Optional.empty())
                        .chain(told -> RolledBack.triedAgain(() -> Panache.withTransaction(() -> work.apply(told)))),
                key -> Panache.withSession(() -> keys.find(own(key)))
                        .chain(known -> known.isEmpty()
                                ? ask.apply(Optional.of(own(key)))
                                        .chain(told -> underKey(key, task, () -> work.apply(told)))
                                        .onFailure(Refusal.class)
                                        .recoverWithUni(refused -> answerOfTwin(key, task, refused))
                                : Uni.createFrom().item(() -> answer(known.getFirst(), task))));
    }

    /** The twin of a request that has just been done may be refused for that reason alone. */
    private <T> Uni<T> answerOfTwin(RequestKey key, Task<T> task, Throwable refused) {
        return Panache.withSession(() -> keys.find(own(key)))
                .chain(known -> known.isEmpty()
                        ? Uni.createFrom().failure(refused)
                        : Uni.createFrom().item(() -> answer(known.getFirst(), task)));
    }

    private static <T> Uni<T> keyed(Supplier<Uni<T>> withoutKey, Function<RequestKey, Uni<T>> withKey) {
        return Uni.createFrom()
                .deferred(() -> RequestKey.take()
                        .map(key -> withKey.apply(key)
                                .onFailure()
                                .invoke(key::giveBack)
                                .onCancellation()
                                .invoke(key::giveBack))
                        .orElseGet(withoutKey));
    }

    private <T> Uni<T> underKey(RequestKey key, Task<T> task, Supplier<Uni<T>> work) {
        return RolledBack.triedAgain(() -> Panache.withTransaction(() -> keys.claim(own(key), fingerprint(task))
                .chain(isFirst -> isFirst
                        ? work.get().call(answer -> keys.keep(own(key), write(answer)))
                        : keys.get(own(key)).map(known -> answer(known, task)))));
    }

    /** Two callers may choose the same key; neither learns what the other one was answered. */
    private String own(RequestKey key) {
        return caller.name() + ' ' + key.text();
    }

    private <T> T answer(Keys.Known known, Task<T> task) {
        if (!known.request().equals(fingerprint(task))) {
            throw new KeyUsedBefore();
        }
        try {
            return json.readValue(known.answer(), json.constructType(task.answer()));
        } catch (JsonProcessingException changed) {
            throw new IllegalStateException("an answer that was kept can't be read", changed);
        }
    }

    private String fingerprint(Task<?> task) {
        try {
            byte[] asked = write(List.of(task.name(), task.arguments())).getBytes(StandardCharsets.UTF_8);
            return task.name()
                    + ' '
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(asked));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException unfit) {
            throw new IllegalStateException("a task is something that Jackson can write", unfit);
        }
    }
}
