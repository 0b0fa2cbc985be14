package dev.mallbots.depot.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mallbots.depot.domain.BotEvent.BotCameBack;
import dev.mallbots.depot.domain.BotEvent.BotSetOff;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BotTest {

    private static final UUID LIST = Ids.next();
    private static final Bot IDLE = new Bot(Ids.next(), 1, Optional.empty());

    @Test
    void an_idle_bot_starts_with_a_list() {
        assertThat(IDLE.setOff(LIST)).containsExactly(new BotSetOff(LIST));
        assertThat(active().isIdle()).isFalse();
    }

    @Test
    void a_bot_has_one_list_at_a_time() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> active().setOff(Ids.next()));
    }

    @Test
    void a_bot_that_has_returned_is_idle_again() {
        assertThat(active().comeBack(LIST)).containsExactly(new BotCameBack());
        assertThat(Bot.apply(active(), new BotCameBack())).isEqualTo(IDLE);
    }

    @Test
    void a_bot_with_another_list_is_not_called_back() {
        assertThat(IDLE.comeBack(LIST)).isEmpty();
        assertThat(active().comeBack(Ids.next())).isEmpty();
    }

    private static Bot active() {
        return Bot.apply(IDLE, new BotSetOff(LIST));
    }
}
