package dev.mallbots.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a refusal into a response. */
class Refusals {

    record Refused(
            String error, @JsonProperty("error_description") String description) {}

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        boolean isUnknownClient = refusal.error().equals("invalid_client");
        ResponseBuilder answer = Response.status(isUnknownClient ? 401 : 400)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new Refused(refusal.error(), refusal.getMessage()));
        return (isUnknownClient ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"issuer\"") : answer)
                .build();
    }

    @ServerExceptionMapper
    Response noForm(NotSupportedException notSupported) {
        return refused(
                new Refusal("invalid_request", "send a form: Content-Type " + MediaType.APPLICATION_FORM_URLENCODED));
    }
}
