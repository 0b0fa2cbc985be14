package dev.mallbots.platform.testing;

import dev.mallbots.platform.fleet.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for the servers of tests; nobody else trusts it. Each is good for an hour. */
public final class Authority {

    private final Path folder;
    private final KeyPair keys = newKeys();
    private final X500Name name = new X500Name("CN=An authority of these tests, SERIALNUMBER=" + System.nanoTime());

    /** @param folder for its own certificate and for those that it signs; made when missing */
    public Authority(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            X509v3CertificateBuilder own =
                    draft(name, keys).addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            Files.writeString(certificate(), signed(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own, PEM. */
    public Path certificate() {
        return folder.resolve("authority.pem");
    }

    /** @param address the server's IP address; a client that comes by a name, or by another address, has to refuse it */
    public ServerCertificate certificateFor(String address) {
        KeyPair server = newKeys();
        Path file = folder.resolve("server-" + address + ".pem");
        try {
            X509v3CertificateBuilder shown = draft(new X500Name("CN=a server of these tests"), server)
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
            Files.writeString(file, pem("PRIVATE KEY", server.getPrivate().getEncoded()) + signed(shown));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServerCertificate(certificate(), file);
    }

    private X509v3CertificateBuilder draft(X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(1, ChronoUnit.MINUTES)),
                Date.from(now.plus(1, ChronoUnit.HOURS)),
                subject,
                keys.getPublic());
    }

    private String signed(X509v3CertificateBuilder draft) throws IOException {
        try {
            return pem(
                    "CERTIFICATE",
                    draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        what,
                        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(content),
                        what);
    }
}
