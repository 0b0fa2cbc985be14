package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class InitiateShopping {

    private final ShoppingLists lists;

    InitiateShopping(ShoppingLists lists) {
        this.lists = lists;
    }

    @WithTransaction
    public Uni<Void> handle(UUID list) {
        return lists.update(list, ShoppingList::initiate).replaceWithVoid();
    }
}
