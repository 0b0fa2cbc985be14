package dev.mallbots.platform.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A port whose answers come from another process, which may take its time or never answer. It is never called inside a transaction: rows
 * and a connection would be held so long. Tests of the architecture hold that.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Remote {}
