package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {

    /** The only address on which processes of a local fleet listen. */
    public static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /**
     * Free ports, all different, below the range that the system gives to clients (32768 and up on Linux): a client of another process
     * can't take one before its server does. Chosen at random, so that two concurrent processes get different ones.
     */
    public static List<Integer> free(int count) {
        return ThreadLocalRandom.current()
                .ints(10_000, 20_000)
                .distinct()
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /** Whether a server could listen on this port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a server answers on this port now. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
