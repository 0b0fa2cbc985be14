package dev.mallbots.depot.application;

import dev.mallbots.depot.application.Copies.ProductCopy;
import dev.mallbots.depot.application.Copies.StoreCopy;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The source of stores and products that the copies lack. Leaves out unknown ones, and fails with {@link
 * dev.mallbots.platform.kernel.Unavailable} if it can't be reached.
 */
@Remote
public interface StoresDirectory {

    Uni<List<StoreCopy>> stores(Set<UUID> ids);

    Uni<List<ProductCopy>> products(Set<UUID> ids);
}
