package dev.mallbots.depot.application;

import dev.mallbots.depot.application.Copies.ProductCopy;
import dev.mallbots.depot.application.Copies.StoreCopy;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Where stores and products come from; asked for what the copies lack. Leaves out what it does not know either, and fails
 * with {@link dev.mallbots.platform.kernel.Unavailable} when it can't be reached.
 */
@Remote
public interface StoresDirectory {

    Uni<List<StoreCopy>> stores(Set<UUID> ids);

    Uni<List<ProductCopy>> products(Set<UUID> ids);
}
