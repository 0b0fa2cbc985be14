package dev.mallbots.platform.saga;

import java.time.Duration;

/**
 * The time limits of a saga.
 *
 * @param patience the time after which the first command of a step is sent again without a reply
 * @param limit the time after its start for which a saga waits for an answer; then it compensates
 */
record SagaTimes(Duration patience, Duration limit) {}
