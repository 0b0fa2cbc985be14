package dev.mallbots.payments.out.acquirer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** The behaviour of the simulated acquirer. */
@ConfigMapping(prefix = "mallbots.payments.acquirer")
interface AcquirerSettings {

    /** Amounts above this are declined. */
    Optional<BigDecimal> declineAbove();

    /** Amounts above this get no answer. */
    Optional<BigDecimal> timeOutAbove();

    /** The delay of an answer. */
    @WithDefault("PT0S")
    Duration delay();

    /** The time limit for an answer; shorter than the 30 seconds after which a call counts as lost. */
    @WithDefault("PT2S")
    Duration timeout();
}
