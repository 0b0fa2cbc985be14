package dev.mallbots.platform.fleet;

import java.nio.file.Path;

/**
 * By which a server shows who it is (TLS).
 *
 * @param authority PEM: the certificate of the authority that signed the server's, for clients to trust
 * @param keyAndCertificate PEM: the server's private key (PKCS #8, not encrypted) and then its certificate
 */
public record ServerCertificate(Path authority, Path keyAndCertificate) {}
