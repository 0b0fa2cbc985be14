package dev.mallbots.gateway.routing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** For streaming responses: their connections are separate from those of other calls. */
@Qualifier
@Retention(RUNTIME)
@Target({METHOD, PARAMETER})
@interface Streams {}
