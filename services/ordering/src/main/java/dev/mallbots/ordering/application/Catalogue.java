package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Offer;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The products on sale. */
@Remote
public interface Catalogue {

    /**
     * The offers by product id; products that are not on sale are missing. Fails with Unavailable if the catalogue can't be reached.
     */
    Uni<Map<UUID, Offer>> offersOf(Set<UUID> productIds);
}
