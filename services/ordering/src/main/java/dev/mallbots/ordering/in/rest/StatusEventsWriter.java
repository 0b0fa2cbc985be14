package dev.mallbots.ordering.in.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes {@link StatusEvents}. The resource does not return a Multi, because Quarkus sends the response head before it requests the first
 * item, and an unknown order would be a 200.
 */
@Provider
public class StatusEventsWriter implements ServerMessageBodyWriter<StatusEvents> {

    private final ObjectMapper json;
    private final Vertx vertx;
    private final Duration heartbeat;

    StatusEventsWriter(
            ObjectMapper json,
            Vertx vertx,
            @ConfigProperty(name = "mallbots.ordering.heartbeat", defaultValue = "PT15S") Duration heartbeat) {
        this.json = json;
        this.vertx = vertx;
        this.heartbeat = heartbeat;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == StatusEvents.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == StatusEvents.class;
    }

    @Override
    public void writeResponse(StatusEvents events, Type generic, ServerRequestContext context) {
        HttpServerRequest request = ((ResteasyReactiveRequestContext) context).unwrap(HttpServerRequest.class);
        new EventStream(request, json, vertx).begin(events, heartbeat);
    }

    @Override
    public void writeTo(
            StatusEvents events,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body) {
        throw new UnsupportedOperationException("an answer that goes on can't be intercepted");
    }
}
