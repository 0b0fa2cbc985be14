package dev.mallbots.platform.saga;

import java.time.Duration;

/**
 * How long a saga waits.
 *
 * @param patience how long the first command of a step may go unanswered before it is sent again
 * @param limit how long after its start a saga goes on to wait for an answer; then it turns back
 */
record SagaTimes(Duration patience, Duration limit) {}
