package dev.mallbots.platform.service;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param items in order
 * @param next the cursor of the following page; null on the last page
 */
public record Page<T>(List<T> items, String next) {

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), next);
    }
}
