package dev.mallbots.payments.out.acquirer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How the simulated acquirer behaves. */
@ConfigMapping(prefix = "mallbots.payments.acquirer")
interface AcquirerSettings {

    /** Amounts above this are declined. */
    Optional<BigDecimal> declineAbove();

    /** Amounts above this are never answered. */
    Optional<BigDecimal> timeOutAbove();

    /** How long an answer takes. */
    @WithDefault("PT0S")
    Duration delay();

    /** How long is waited for an answer; shorter than the 30 seconds after which a payer is taken for dead. */
    @WithDefault("PT2S")
    Duration timeout();
}
