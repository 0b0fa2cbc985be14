package dev.mallbots.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mallbots.platform.testing.Tokens;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;

/** A client that ignores the rules of HTTP. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(URL gateway) throws IOException {
        socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(10_000);
    }

    /** A header, for calls that need a token. */
    static String who() {
        return "Authorization: Bearer " + Tokens.operator() + "\r\n";
    }

    RawClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    /** Sends a byte at intervals, until the connection is closed. */
    void drip() throws InterruptedException {
        try {
            while (true) {
                say("a");
                Thread.sleep(50);
            }
        } catch (IOException nobodyListens) {
            // the tests wait for this failure
        }
    }

    /**
     * Sends the same data repeatedly, as fast as possible, until the connection is closed.
     *
     * @return the number of sent bytes
     */
    long pour(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        long sent = 0;
        try {
            while (true) {
                socket.getOutputStream().write(bytes);
                sent += bytes.length;
            }
        } catch (IOException nobodyListens) {
            return sent;
        }
    }

    /** Reads until the gateway closes the connection. */
    String hear() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /** Reads until this text has arrived. */
    String hearUntil(String text) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("only this came: " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }

    /** Reads until a part of a response has arrived. */
    void awaitAnswer() throws InterruptedException {
        while (!hasAnswer()) {
            Thread.sleep(20);
        }
    }

    boolean hasAnswer() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException cutOff) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
