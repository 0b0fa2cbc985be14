package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Staff report that all goods are collected. */
@ApplicationScoped
public class CompleteShoppingList {

    private final ShoppingLists lists;
    private final Bots bots;

    CompleteShoppingList(ShoppingLists lists, Bots bots) {
        this.lists = lists;
        this.bots = bots;
    }

    @WithTransaction
    public Uni<Void> handle(UUID list) {
        return lists.update(list, ShoppingList::complete).chain(bots::callBack);
    }
}
