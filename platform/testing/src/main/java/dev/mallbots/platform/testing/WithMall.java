package dev.mallbots.platform.testing;

import io.quarkus.test.common.QuarkusTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@code @QuarkusTest} a real PostgreSQL with an empty database and a real Kafka with every topic of the catalogue. They start once
 * for all tests of a module, if every test class has the same annotation values.
 */
@QuarkusTestResource(MallResource.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Inherited
public @interface WithMall {

    /** Whether the tests need Kafka, which takes two of the three seconds. */
    boolean kafka() default true;

    /**
     * Topics in addition to those of the catalogue, one a line: {@code name partitions=3}. A text and not an array, because Quarkus
     * compares arrays by identity and would restart for every test class.
     */
    String topics() default "";

    /**
     * A service's name: PostgreSQL and Kafka speak TLS and nothing else then, with an authority of the tests' own, and Kafka asks for a password by
     * SCRAM-SHA-512. The service comes in as the user of this name, and may write and read all topics, in the group of this name. Empty: both speak in
     * the clear, and Kafka asks nobody.
     */
    String encryptedFor() default "";
}
