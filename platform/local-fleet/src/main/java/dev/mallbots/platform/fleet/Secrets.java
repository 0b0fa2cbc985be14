package dev.mallbots.platform.fleet;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords nobody has to think of. */
public final class Secrets {

    private Secrets() {}

    /** 128 random bits in hexadecimal. */
    public static String password() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
