package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Conflict;
import java.util.UUID;

/** The bank has been asked for the money of an invoice and has not answered yet. */
public final class BeingPaid extends Conflict {

    BeingPaid(UUID invoice) {
        super("invoice %s is being paid at this moment".formatted(invoice));
    }
}
