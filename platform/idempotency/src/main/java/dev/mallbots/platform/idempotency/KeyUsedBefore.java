package dev.mallbots.platform.idempotency;

import jakarta.ws.rs.ClientErrorException;

/** The key belongs to another request. Over HTTP a 422, over gRPC INVALID_ARGUMENT. */
public final class KeyUsedBefore extends ClientErrorException {

    KeyUsedBefore() {
        super("the Idempotency-Key was used for another request", 422);
    }
}
