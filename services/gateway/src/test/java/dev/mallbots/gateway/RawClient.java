package dev.mallbots.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mallbots.platform.testing.Tokens;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;

/** A client that keeps no manners. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(URL gateway) throws IOException {
        socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(10_000);
    }

    /** A header, for calls that are not open to everybody. */
    static String who() {
        return "Authorization: Bearer " + Tokens.operator() + "\r\n";
    }

    RawClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    /** A byte every now and then, until nobody listens any more. */
    void drip() throws InterruptedException {
        try {
            while (true) {
                say("a");
                Thread.sleep(50);
            }
        } catch (IOException nobodyListens) {
            // which is what the tests wait for
        }
    }

    /**
     * The same over and over, as fast as it is taken, until nobody listens any more.
     *
     * @return how many bytes could be sent
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

    /** All that comes until the gateway cuts the connection. */
    String hear() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /** Until this is among what has come. */
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

    /** Until something of an answer is here. */
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
