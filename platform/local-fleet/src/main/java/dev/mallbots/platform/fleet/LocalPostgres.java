package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server as a separate process on the loopback interface, with its data on disk and fsync on: confirmed commits survive a
 * crash.
 */
public final class LocalPostgres {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerProcess process;
    private final int port;
    private final Databases databases;

    private LocalPostgres(ServerProcess process, int port, String superuserPassword) {
        this.process = process;
        this.port = port;
        this.databases = new Databases(port, superuserPassword);
    }

    /** The connection data of one service's database. */
    public record Database(String host, int port, String name, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + name;
        }
    }

    /**
     * Starts the server and waits until it answers; creates the data folder first if there is none.
     *
     * @param data the server's data; created at the first use with this password
     * @param superuserPassword the password of the first use
     * @param log receives the server's output, appended
     * @throws FleetFailure if it does not answer within 60 seconds
     */
    public static LocalPostgres start(Path data, int port, String superuserPassword, Path log, Lifetime lifetime) {
        return start(data, port, superuserPassword, log, lifetime, Optional.empty());
    }

    /**
     * The same, for clients that speak TLS and no others.
     *
     * @param certificate what the server shows them; empty: it speaks in the clear
     */
    public static LocalPostgres start(
            Path data,
            int port,
            String superuserPassword,
            Path log,
            Lifetime lifetime,
            Optional<ServerCertificate> certificate) {
        LocalPostgres server = launch(data, port, superuserPassword, log, lifetime, certificate);
        server.awaitReady();
        return server;
    }

    /** The same without waiting: see {@link #awaitReady()}. */
    static LocalPostgres launch(
            Path data,
            int port,
            String superuserPassword,
            Path log,
            Lifetime lifetime,
            Optional<ServerCertificate> certificate) {
        Path programs = PostgresBinaries.folder();
        try {
            Path folder = Unprivileged.reachable(data);
            if (!Files.exists(folder.resolve("PG_VERSION"))) {
                initialise(programs, folder, superuserPassword, log);
            }
            List<String> command = new ArrayList<>(Unprivileged.command(
                    List.of(programs.resolve("postgres").toString(), "-D", folder.toString(), "-p", "" + port)));
            if (certificate.isPresent()) {
                command.addAll(encryption(folder, certificate.get()));
            }
            // QUIT is its immediate shutdown: recovery at the next start, and none of its children left over
            ServerProcess process = ServerProcess.start(lifetime, "QUIT", command, Map.of(), log);
            return new LocalPostgres(process, port, superuserPassword);
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not prepare PostgreSQL's data in " + data + " (" + e.getMessage()
                            + "): make room or make it writable and try again.",
                    e);
        }
    }

    /** @return what its command says of it */
    private static List<String> encryption(Path data, ServerCertificate certificate) throws IOException {
        Path own = data.resolve("server.pem");
        Files.deleteIfExists(own);
        Files.createFile(own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(own, Files.readAllBytes(certificate.keyAndCertificate()));
        Unprivileged.own(own);
        Path access = data.resolve("encrypted.conf");
        Files.writeString(access, "hostssl all all all scram-sha-256\n");
        return List.of(
                "-c", "ssl=on", "-c", "ssl_cert_file=" + own, "-c", "ssl_key_file=" + own, "-c", "hba_file=" + access);
    }

    ServerProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    /**
     * Creates a database with this name, owned by a role with the same name, if they are missing. Only that role and the superuser may
     * connect to it. The role's password is always set to this one.
     */
    public Database database(String name, String password) {
        databases.make(name, password);
        return new Database(Ports.LOOPBACK, port, name, name, password);
    }

    /** Stops the server: in an orderly way if it is detached, at once (but safely) if it is tied to this JVM. */
    public void stop() {
        process.stop();
    }

    private static void initialise(Path programs, Path data, String password, Path log) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(log.getParent());
        Files.setPosixFilePermissions(data.toRealPath(), PosixFilePermissions.fromString("rwx------"));
        Unprivileged.own(data.toRealPath());
        Path secret = Files.createTempFile("pw", null);
        try {
            Files.writeString(secret, password);
            Unprivileged.own(secret);
            List<String> command = Unprivileged.command(List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + Databases.SUPERUSER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-instructions",
                    // the server syncs its writes from here on; an interrupted initdb is run again
                    "--no-sync"));
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                Folders.deleteContents(data);
                throw new FleetFailure("initdb could not make PostgreSQL's data in " + data + ": see " + log + ".");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetFailure("Interrupted while making PostgreSQL's data.", e);
        } finally {
            Files.deleteIfExists(secret);
        }
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        Files.writeString(data.resolve("postgresql.auto.conf"), """
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 200
                shared_buffers = 64MB
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = 512MB
                jit = off
                """);
    }

    /** @throws FleetFailure if it does not answer within 60 seconds; it is stopped then */
    void awaitReady() {
        Instant giveUp = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(giveUp)) {
            if (!process.isAlive()) {
                break;
            }
            if (Ports.answers(port) && accepts()) {
                return;
            }
            pause();
        }
        process.stop();
        throw new FleetFailure(
                "PostgreSQL did not come up on port " + port + ": see the end of " + process.log() + ".");
    }

    private boolean accepts() {
        try (Connection connection = databases.connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            boolean startingUp =
                    "57P03".equals(e.getSQLState()) || e.getSQLState().startsWith("08");
            if (startingUp) {
                return false;
            }
            process.stop();
            throw new FleetFailure("PostgreSQL on port " + port + " refuses us: " + e.getMessage() + ".", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetFailure("Interrupted while PostgreSQL came up.", e);
        }
    }
}
