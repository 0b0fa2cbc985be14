package dev.mallbots.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A DNS server (RFC 1035) on the loopback interface for one name. Its addresses are in a file, one a line, because a test may have another
 * class loader than the code that starts this; without the file, every query for the name fails.
 */
public final class NameServer implements AutoCloseable {

    private static final int HEAD = 12;
    private static final int A = 1;
    private static final int IN = 1;
    private static final int ANSWERED = 0x8580;
    private static final int SERVER_FAILURE = 0x8582;
    private static final int NO_SUCH_NAME = 0x8583;
    /** Longer than a test, so that no cached answer may be used. */
    private static final int SECONDS_TO_LIVE = 600;

    private final String name;
    private final Path addresses;
    private final DatagramSocket socket;

    public NameServer(String name, Path addresses) {
        this.name = name;
        this.addresses = addresses;
        try {
            socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("name-server").start(this::answerForEver);
    }

    /** Host and port, as a resolver's setting. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Sets the addresses from now on. */
    public static void write(Path file, String... addresses) {
        try {
            Path whole = Files.write(file.resolveSibling(file.getFileName() + ".new"), List.of(addresses));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerForEver() {
        byte[] bytes = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // checked by the loop
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        StringBuilder asked = new StringBuilder();
        int at = HEAD;
        while (query[at] != 0) {
            asked.append(asked.isEmpty() ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        int type = ByteBuffer.wrap(query).getShort(at + 1);
        byte[] question = Arrays.copyOfRange(query, HEAD, at + 5);
        List<byte[]> found = new ArrayList<>();
        int flags = NO_SUCH_NAME;
        if (asked.toString().equals(name)) {
            flags = Files.exists(addresses) ? ANSWERED : SERVER_FAILURE;
            if (flags == ANSWERED && type == A) {
                for (String address : Files.readAllLines(addresses)) {
                    found.add(InetAddress.getByName(address).getAddress());
                }
            }
        }
        ByteBuffer answer = ByteBuffer.allocate(HEAD + question.length + found.size() * 16);
        answer.put(query, 0, 2).putShort((short) flags).putShort((short) 1).putShort((short) found.size());
        answer.putInt(0).put(question);
        for (byte[] address : found) {
            answer.putShort((short) 0xC00C).putShort((short) A).putShort((short) IN);
            answer.putInt(SECONDS_TO_LIVE).putShort((short) 4).put(address);
        }
        return answer.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
