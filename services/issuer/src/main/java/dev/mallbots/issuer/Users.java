package dev.mallbots.issuer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The users of {@code users.json}, and for tests and load tests any customer or store owner with a UUID. */
@ApplicationScoped
class Users {

    private static final Pattern ANYBODY = Pattern.compile("(customer|store-owner):(.{36})");

    private final List<User> named;

    Users(ObjectMapper json) throws IOException {
        try (InputStream users = Users.class.getResourceAsStream("/users.json")) {
            this.named = json.readValue(users, new TypeReference<>() {});
        }
    }

    /** @param username {@code carla}; {@code operator}, the first user with that role; or {@code customer:} and a UUID */
    Optional<User> find(String username) {
        return first(user -> user.username().equals(username))
                .or(() -> first(user -> user.role().equals(username)))
                .or(() -> anybody(username));
    }

    /** The names for an error message. */
    String names() {
        return named.stream().map(User::username).collect(Collectors.joining(", "));
    }

    private Optional<User> first(Predicate<User> wanted) {
        return named.stream().filter(wanted).findFirst();
    }

    private static Optional<User> anybody(String username) {
        Matcher matcher = ANYBODY.matcher(username);
        return matcher.matches()
                ? id(matcher.group(2)).map(id -> new User(username, username, matcher.group(1), id.toString()))
                : Optional.empty();
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
