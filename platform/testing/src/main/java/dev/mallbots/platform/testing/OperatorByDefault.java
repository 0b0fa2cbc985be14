package dev.mallbots.platform.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import org.eclipse.microprofile.config.ConfigProvider;

/** REST Assured calls as an operator unless a test sets another caller, because most tests are not about permissions. */
public final class OperatorByDefault implements QuarkusTestBeforeEachCallback {

    private static final String AUTHORIZATION = "Authorization";

    private static final Filter AS_OPERATOR = (request, response, next) -> {
        if (!request.getHeaders().hasHeaderWithName(AUTHORIZATION)) {
            request.header(AUTHORIZATION, "Bearer " + Tokens.operator());
        }
        return next.next(request, response);
    };

    @Override
    public void beforeEach(QuarkusTestMethodContext test) {
        boolean trusted = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.oidc.public-key", String.class)
                .isPresent();
        if (trusted) {
            RestAssured.replaceFiltersWith(AS_OPERATOR);
        }
    }
}
