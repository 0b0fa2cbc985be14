package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mallbots.contract.Permission.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of the document by every role, with valid and invalid tokens, through the gateway and directly at the service. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class WhoMayTest {

    private static final Map<String, Permission> PERMISSIONS = Permission.table("/who-may.csv");

    private static ApiDocument document;
    private static Samples samples;
    private static Badges badges;

    @BeforeAll
    static void create_test_data() {
        document = ApiDocument.ofTheMall();
        Belongings things = Belongings.of(UUID.randomUUID(), UUID.randomUUID());
        samples = new Samples(document, things);
        badges = new Badges(things.customer(), things.storeOwner());
    }

    static List<Call> calls() {
        return ApiDocument.ofTheMall().calls().stream()
                .filter(call -> PERMISSIONS.containsKey(call.name()))
                .toList();
    }

    @Test
    void every_call_has_a_permission() {
        assertThat(new TreeSet<>(PERMISSIONS.keySet()))
                .as("calls in who-may.csv and in the document")
                .containsExactlyElementsOf(
                        new TreeSet<>(document.calls().stream().map(Call::name).toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_call_is_open_to_the_permitted_callers_only(Call call) {
        Permission permission = PERMISSIONS.get(call.name());
        JsonNode body = samples.body(call);
        String address = samples.address(call);

        assertThat(Stream.of(Who.values())
                        .flatMap(who -> Stream.of("gateway", call.service())
                                .map(door -> asked(door, call, address, body, who, permission))))
                .allSatisfy(asked ->
                        assertThat(asked.outcome()).as(asked.toString()).isEqualTo(asked.expected()));
    }

    private record Asked(String door, Who who, Outcome expected, Outcome outcome, Answer answer) {}

    private static Asked asked(String door, Call call, String address, JsonNode body, Who who, Permission permission) {
        Answer answer =
                Mall.get().ask(door, call.method(), address, badges.of(who), body == null ? null : body.toString());
        assertThat(answer.status())
                .as("%s as %s at %s: %s", call, who, door, answer)
                .isLessThan(500);
        return new Asked(door, who, permission.of(who), outcome(answer.status()), answer);
    }

    private static Outcome outcome(int status) {
        return switch (status) {
            case 401 -> Outcome.UNAUTHENTICATED;
            case 403 -> Outcome.FORBIDDEN;
            default -> Outcome.LET_IN;
        };
    }
}
