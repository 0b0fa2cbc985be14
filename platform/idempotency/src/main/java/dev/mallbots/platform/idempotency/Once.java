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
 * Does a request's work once for its Idempotency-Key. Key, work and answer are one transaction: a concurrent second request waits for it
 * and then gets the first one's answer. If the first fails in any way, nothing of it is left, including the key.
 *
 * <p>A use case with a {@code @WithTransaction} method does not need this class, because {@link OncePerKey} does the same. This class is
 * for use cases that call another service.
 *
 * <p>Source of the idea: the IETF's draft "The Idempotency-Key HTTP Header Field". Storing the key in the transaction of the work is taken
 * from the inbox pattern.
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
     * With a key, all of the work runs in the transaction that holds the key, so that a concurrent request does not run it too; without one
     * it runs unchanged. Fails with {@link KeyUsedBefore} if the key belongs to another request, else as the work does.
     */
    public <T> Uni<T> allOf(Task<T> task, Supplier<Uni<T>> work) {
        return keyed(work, key -> underKey(key, task, work));
    }

    /**
     * Calls another service outside of any transaction, then works in one. A request that has been answered makes no call. Two concurrent
     * requests may both make the call, so the call must not change anything. Fails with {@link KeyUsedBefore} if the key belongs to another
     * request, else as call and work do.
     */
    public <A, T> Uni<T> asking(Task<T> task, Supplier<Uni<A>> ask, Function<A, Uni<T>> work) {
        return askingUnderKey(task, key -> ask.get(), work);
    }

    /**
     * Like {@link #asking}, for a call that changes something in the other service, which must recognise a repeated request by the key.
     *
     * @param ask gets the key, which is unique per caller; empty for a request without a key, or for work inside of other work with the key
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

    /** A repeated request may fail only because the first one has just been done; then its answer is returned. */
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

    /** Two callers may choose the same key; neither gets the other's answer. */
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
