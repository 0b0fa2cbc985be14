package dev.mallbots.platform.service.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.net.SocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A unary call that goes to the next instance when the one before was not reached. The caller's actions on the call are recorded and
 * repeated there. They may come from the caller's thread and from an event loop.
 */
final class CallInTurn<Q, A> extends ClientCall<Q, A> {

    private final Iterator<SocketAddress> left;
    private final Function<SocketAddress, ClientCall<Q, A>> dial;
    private final Consumer<SocketAddress> silent;

    private SocketAddress instance;
    private ClientCall<Q, A> call;
    private Listener<A> caller;
    private Metadata headers;
    private Q message;
    private int requested;
    private boolean isHalfClosed;

    /**
     * @param instances at least one, the first to be tried first
     * @param silent receives the instance whose call the caller gave up
     */
    CallInTurn(
            List<SocketAddress> instances,
            Function<SocketAddress, ClientCall<Q, A>> dial,
            Consumer<SocketAddress> silent) {
        this.left = instances.iterator();
        this.dial = dial;
        this.silent = silent;
    }

    @Override
    public synchronized void start(Listener<A> caller, Metadata headers) {
        this.caller = caller;
        this.headers = headers;
        dialNext();
    }

    private void dialNext() {
        instance = left.next();
        call = dial.apply(instance);
        Metadata copy = new Metadata();
        copy.merge(headers);
        call.start(new Answer(caller), copy);
    }

    /** @return whether there was another instance */
    private synchronized boolean goesOn() {
        if (!left.hasNext()) {
            return false;
        }
        dialNext();
        if (requested > 0) {
            call.request(requested);
        }
        if (message != null) {
            call.sendMessage(message);
        }
        if (isHalfClosed) {
            call.halfClose();
        }
        return true;
    }

    @Override
    public synchronized void request(int messages) {
        requested += messages;
        call.request(messages);
    }

    @Override
    public synchronized void sendMessage(Q message) {
        this.message = message;
        call.sendMessage(message);
    }

    @Override
    public synchronized void halfClose() {
        isHalfClosed = true;
        call.halfClose();
    }

    @Override
    public synchronized void cancel(String why, Throwable cause) {
        silent.accept(instance);
        call.cancel(why, cause);
    }

    private final class Answer extends SimpleForwardingClientCallListener<A> {

        private boolean hasBegun;

        Answer(Listener<A> caller) {
            super(caller);
        }

        @Override
        public void onHeaders(Metadata headers) {
            hasBegun = true;
            super.onHeaders(headers);
        }

        /** Vert.x reports UNAVAILABLE, without any answer, for a connection that could not be made. */
        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean wasNotReached = !hasBegun && status.getCode() == Status.Code.UNAVAILABLE;
            if (!wasNotReached || !goesOn()) {
                super.onClose(status, trailers);
            }
        }
    }
}
