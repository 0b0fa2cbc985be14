package dev.mallbots.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An operator's calls to the gateway. A call fails with a {@link Refusal}. */
final class Mall {

    /** As many ids as one call may have. */
    private static final int IDS = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The mall does not answer, or not as expected; the message is for the operator. */
    static final class Refusal extends RuntimeException {
        Refusal(String message) {
            super(message);
        }
    }

    private record Trail(List<Event> events, String next) {}

    private record SagaAnswer(Saga saga) {}

    private record MessageList(List<Whereabouts> messages) {}

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String gateway;
    private final String token;

    /**
     * @param gateway its URL, without a slash at the end
     * @param token an operator's bearer token
     */
    Mall(String gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** Every event that names the thing, oldest first; empty if there is none. */
    List<Event> eventsOf(UUID thing) {
        List<Event> events = new ArrayList<>();
        String next = "";
        while (next != null) {
            String page = "/api/audit/" + thing + "?limit=500&next=" + next;
            Trail trail = get(page, Trail.class).orElse(new Trail(List.of(), null));
            events.addAll(trail.events());
            next = trail.next();
        }
        return events;
    }

    /** The saga of an order; empty if none has begun, or it ended so long ago that it is deleted. */
    Optional<Saga> sagaOf(UUID order) {
        return get("/api/ops/sagas/" + order, SagaAnswer.class).map(SagaAnswer::saga);
    }

    /** Those of the messages that the service knows. */
    List<Whereabouts> messagesIn(String service, List<UUID> ids) {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + IDS)
                .mapToObj(from -> ids.subList(from, Math.min(from + IDS, ids.size())))
                .flatMap(some ->
                        get("/api/ops/%s/messages?%s".formatted(service, query(some)), MessageList.class).stream())
                .flatMap(list -> list.messages().stream())
                .toList();
    }

    private static String query(List<UUID> ids) {
        return ids.stream().map(id -> "id=" + id).collect(Collectors.joining("&"));
    }

    private <T> Optional<T> get(String path, Class<T> type) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(JSON.readValue(response.body(), type));
                case 404 -> Optional.empty();
                default ->
                    throw new Refusal("GET %s answered %d: %s"
                            .formatted(request.uri().getPath(), response.statusCode(), response.body()));
            };
        } catch (JsonProcessingException e) {
            throw new Refusal("GET %s answered something else than expected: %s"
                    .formatted(request.uri().getPath(), e.getOriginalMessage()));
        } catch (HttpTimeoutException e) {
            throw new Refusal("GET %s was not answered within %d s."
                    .formatted(request.uri().getPath(), PATIENCE.toSeconds()));
        } catch (IOException e) {
            throw new Refusal("No mall answers at " + gateway + ": open it with make up.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }
}
