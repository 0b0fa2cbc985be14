package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A persistent client of the gateways: it repeats a request without an answer with the same key, at any of them. */
final class Caller {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Duration PATIENCE_PER_TRY = Duration.ofSeconds(8);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /** The gateway's statuses for a service that is down or does not answer in time. */
    private static final Set<Integer> AWAY = Set.of(503, 504);

    /** The result of a write. */
    sealed interface Outcome {
        record Done(JsonNode body) implements Outcome {}

        /** @param certain the write was not done; otherwise an earlier attempt without an answer may have done it */
        record Refused(int status, String message, boolean certain) implements Outcome {}

        /** It is unknown whether the write was done. */
        record Unknown() implements Outcome {}
    }

    private final List<String> gateways;
    private final String token;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private volatile Instant giveUp = Instant.MAX;
    private volatile boolean keysWork;

    /** @param token an operator's, with which the caller acts for every user */
    Caller(List<String> gateways, String token, Ledger ledger) {
        this.gateways = gateways;
        this.token = token;
        this.ledger = ledger;
    }

    /** Finds out whether the mall supports idempotency keys. */
    boolean tryKeys() {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\": \"Twice\", \"smsNumber\": \"+49 30 1234567\"}";
        Optional<String> first = idOf(attempt("POST", "/api/customers", body, key));
        Optional<String> second = idOf(attempt("POST", "/api/customers", body, key));
        keysWork = first.isPresent() && first.equals(second);
        return keysWork;
    }

    boolean keysWork() {
        return keysWork;
    }

    /** From then on no request is repeated. */
    void giveUpAt(Instant instant) {
        giveUp = instant;
    }

    boolean goesOn() {
        return Instant.now().isBefore(giveUp);
    }

    /** Repeats until there is an answer. */
    Outcome write(String method, String path, String body) {
        return write(method, path, body, true);
    }

    /** Sends once, unless a key makes a repetition safe. */
    Outcome writeCarefully(String method, String path, String body) {
        return write(method, path, body, keysWork);
    }

    private Outcome write(String method, String path, String body, boolean again) {
        String key = UUID.randomUUID().toString();
        boolean doubtful = false;
        Duration pause = Duration.ofMillis(200);
        do {
            Optional<HttpResponse<String>> answer = attempt(method, path, body, key);
            int status = answer.map(HttpResponse::statusCode).orElse(0);
            if (status / 100 == 2) {
                return new Outcome.Done(json(answer.orElseThrow()));
            }
            // with a key, a 409 after an unknown result may mean that the first attempt is still running
            boolean final4xx =
                    status / 100 == 4 && status != 429 && !(status == 409 && doubtful && keysWork && goesOn());
            if (final4xx) {
                return new Outcome.Refused(status, message(answer.orElseThrow()), !doubtful);
            }
            if (status == 409 && pause.compareTo(LONGEST_PAUSE) >= 0) {
                return new Outcome.Refused(status, message(answer.orElseThrow()), false);
            }
            doubtful |= status != 429 && status != 409;
            sleep(pause);
            pause = longer(pause);
        } while (again && goesOn());
        return new Outcome.Unknown();
    }

    /** Repeats until there is an answer; empty if the object does not exist, or no answer comes for too long. */
    Optional<JsonNode> read(String path) {
        return ask("GET", path, null);
    }

    Optional<JsonNode> ask(String method, String path, String body) {
        Duration pause = Duration.ofMillis(200);
        do {
            Optional<HttpResponse<String>> answer = attempt(method, path, body, null);
            int status = answer.map(HttpResponse::statusCode).orElse(0);
            if (status == 200) {
                return Optional.of(json(answer.orElseThrow()));
            }
            if (status / 100 == 4 && status != 429) {
                return Optional.empty();
            }
            sleep(pause);
            pause = longer(pause);
        } while (goesOn());
        return Optional.empty();
    }

    private Optional<HttpResponse<String>> attempt(String method, String path, String body, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(anyGateway() + path))
                .timeout(PATIENCE_PER_TRY)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        String kind = key == null ? "reads" : "writes";
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            ledger.count("%s answered %d".formatted(kind, response.statusCode()));
            if (response.statusCode() / 100 == 5 && !AWAY.contains(response.statusCode())) {
                ledger.fault("%d for %s %s: %s".formatted(response.statusCode(), method, path, message(response)));
            }
            return Optional.of(response);
        } catch (IOException e) {
            ledger.count(kind + " without an answer");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String anyGateway() {
        return gateways.get(ThreadLocalRandom.current().nextInt(gateways.size()));
    }

    private static Optional<String> idOf(Optional<HttpResponse<String>> answer) {
        return answer.filter(response -> response.statusCode() == 200)
                .map(response -> json(response).path("id").asText());
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("an answer is no JSON: " + response.body(), e);
        }
    }

    private static String message(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body()).path("message").asText();
        } catch (IOException e) {
            return response.body();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
