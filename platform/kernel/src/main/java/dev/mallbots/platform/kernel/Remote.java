package dev.mallbots.platform.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A port whose answers come from another process, which may be slow or never answer. It must not be called inside a transaction, which
 * would hold row locks and a connection during the call. An architecture test checks this.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Remote {}
