package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.domain.Bot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import java.util.UUID;

@Entity(name = "Bot")
@Table(name = "bot")
class BotEntity {

    @Id
    UUID id;

    int number;

    @Column(name = "shopping_list_id")
    UUID shoppingListId;

    Bot toBot() {
        return new Bot(id, number, Optional.ofNullable(shoppingListId));
    }

    void become(Bot bot) {
        shoppingListId = bot.shoppingListId().orElse(null);
    }
}
