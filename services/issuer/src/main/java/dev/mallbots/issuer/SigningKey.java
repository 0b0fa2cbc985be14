package dev.mallbots.issuer;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** The key that signs tokens, created at the first start and kept in a file, so that tokens stay valid after a restart. */
@Startup
@ApplicationScoped
class SigningKey {

    private static final int BITS = 2048;

    private final PublicJsonWebKey key;

    SigningKey(@ConfigProperty(name = "mallbots.issuer.key-file") Path file) throws IOException, JoseException {
        this.key = kept(file);
    }

    String id() {
        return key.getKeyId();
    }

    PrivateKey privateKey() {
        return key.getPrivateKey();
    }

    /** The public part, in the format of RFC 7517. */
    Map<String, Object> published() {
        return key.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    private static PublicJsonWebKey kept(Path file) throws IOException, JoseException {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file));
        } catch (NoSuchFileException e) {
            PublicJsonWebKey made = newKey();
            keep(made, file);
            return made;
        }
    }

    private static PublicJsonWebKey newKey() throws JoseException {
        PublicJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
        key.setUse(Use.SIGNATURE);
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        return key;
    }

    /** Moves the file in one step, so that a start that is aborted leaves no incomplete key. */
    private static void keep(PublicJsonWebKey key, Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path written = Files.createTempFile(
                folder,
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
