package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Offer;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the mall sells at this moment. */
@Remote
public interface Catalogue {

    /**
     * The offers by product id; a product that is not sold is missing. Fails with Unavailable when the catalogue can't
     * be asked.
     */
    Uni<Map<UUID, Offer>> offersOf(Set<UUID> productIds);
}
