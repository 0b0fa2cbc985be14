package dev.mallbots.stores.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import dev.mallbots.stores.domain.StoreEvent.StoreCreated;
import dev.mallbots.stores.domain.StoreEvent.StoreParticipationToggled;
import dev.mallbots.stores.domain.StoreEvent.StoreRebranded;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoreTest {

    private static final UUID ID = Ids.next();
    private static final UUID OWNER = UUID.randomUUID();

    @Test
    void a_new_store_does_not_participate() {
        assertThat(store(Store.create(ID, "Waldorf Books", "North wing", OWNER)))
                .isEqualTo(new Store(ID, "Waldorf Books", "North wing", false, OWNER));
    }

    @Test
    void a_store_needs_a_name_and_a_location_and_both_errors_are_reported_at_once() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Store.create(ID, " ", "", OWNER))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("name", "location");
    }

    @Test
    void refusals_have_the_messages_that_clients_know() {
        Store enabled = store(created(), new StoreParticipationToggled(true));

        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Store.create(ID, "\u200b", " ", OWNER))
                .withMessage("the store name cannot be blank");
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Store.create(ID, "Bakery", null, OWNER))
                .withMessage("the store location cannot be blank");
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> created().rebrand(""))
                .withMessage("the store name cannot be blank");
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(enabled::enableParticipation)
                .withMessage("the store is already participating");
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(created()::disableParticipation)
                .withMessage("the store is already not participating");
    }

    @Test
    void names_and_locations_have_a_maximum_length() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Store.create(ID, "n".repeat(201), "l".repeat(501), OWNER))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("name", "location");
        assertThat(Store.create(ID, "n".repeat(200), "l".repeat(500), OWNER)).hasSize(1);
    }

    @Test
    void a_name_holds_only_storable_characters() {
        assertThat(List.of("Wal\0dorf", "Wal\ndorf", "Wal\ud83ddorf"))
                .allSatisfy(name -> assertThatExceptionOfType(RuleBroken.class)
                        .isThrownBy(() -> Store.create(ID, name, "North wing", OWNER)));
        assertThat(Store.create(ID, "Wäldörf \ud83d\udcda", "North wing", OWNER))
                .hasSize(1);
    }

    @Test
    void participation_can_be_enabled_and_disabled() {
        Store enabled = store(created(), new StoreParticipationToggled(true));

        assertThat(created().enableParticipation()).containsExactly(new StoreParticipationToggled(true));
        assertThat(enabled.disableParticipation()).containsExactly(new StoreParticipationToggled(false));
        assertThat(enabled.participating()).isTrue();
    }

    @Test
    void enabling_participation_twice_is_an_error() {
        Store enabled = store(created(), new StoreParticipationToggled(true));

        assertThatExceptionOfType(Conflict.class).isThrownBy(enabled::enableParticipation);
    }

    @Test
    void disabling_participation_twice_is_an_error() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(created()::disableParticipation);
    }

    @Test
    void a_rebranded_store_keeps_all_but_its_name() {
        Store rebranded = store(created(), new StoreParticipationToggled(true), new StoreRebranded("Statler Books"));

        assertThat(rebranded).isEqualTo(new Store(ID, "Statler Books", "North wing", true, OWNER));
    }

    @Test
    void a_store_can_not_be_rebranded_to_a_blank_name() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> created().rebrand("  "))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("name");
    }

    private static Store created() {
        return store(List.of(new StoreCreated(ID, "Waldorf Books", "North wing", OWNER)));
    }

    private static Store store(List<StoreEvent> events) {
        return store(null, events.toArray(StoreEvent[]::new));
    }

    private static Store store(Store store, StoreEvent... events) {
        for (StoreEvent event : events) {
            store = Store.apply(store, event);
        }
        return store;
    }
}
