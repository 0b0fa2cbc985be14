package dev.mallbots.platform.testing;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/** Lets a {@code @QuarkusTest} without PostgreSQL and Kafka use {@link Tokens}. {@link WithMall} does so, too. */
@QuarkusTestResource(WithTokens.Trust.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Inherited
public @interface WithTokens {

    /** Makes the service under test trust the tokens. */
    final class Trust implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Tokens.configuration();
        }

        @Override
        public void stop() {}
    }
}
