package dev.mallbots.gateway.routing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** For answers that go on: what they keep is not taken from calls that are answered at once. */
@Qualifier
@Retention(RUNTIME)
@Target({METHOD, PARAMETER})
@interface Streams {}
