package dev.mallbots.platform.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** A file with the certificates of those whom a service trusts to say who a server is. */
final class Authorities {

    private Authorities() {}

    /**
     * @param setting that names the file, for the error
     * @return the file
     * @throws IllegalArgumentException when it can't be read, or has no certificates in PEM
     */
    static Path in(String setting, String file) {
        try (InputStream certificates = Files.newInputStream(Path.of(file))) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(certificates)
                    .isEmpty()) {
                throw new CertificateException("it has none");
            }
            return Path.of(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s names %s, which is not there or can't be read by this process".formatted(setting, file), e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "%s names %s, which must have certificates in PEM: %s".formatted(setting, file, e.getMessage()), e);
        }
    }
}
