package dev.mallbots.stores.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Translates the events of a product into published events. */
@ApplicationScoped
public class ProductEventTranslator {

    private final Amounts amounts;

    ProductEventTranslator(Amounts amounts) {
        this.amounts = amounts;
    }

    public List<OutgoingMessage> messagesOf(Change<Product, ProductEvent> change) {
        return change.events().stream()
                .map(recorded -> OutgoingMessage.event(
                        "stores",
                        "Product",
                        change.id(),
                        recorded.version(),
                        message(change.state(), recorded.event())))
                .toList();
    }

    private Message message(Product product, ProductEvent event) {
        String id = product.id().toString();
        String storeId = product.storeId().toString();
        return switch (event) {
            case ProductEvent.ProductAdded(var _, var _, var name, var description, var sku, var price) ->
                ProductAdded.newBuilder()
                        .setProductId(id)
                        .setStoreId(storeId)
                        .setName(name)
                        .setDescription(description)
                        .setSku(sku)
                        .setPrice(amounts.write(price))
                        .build();
            case ProductEvent.ProductRebranded(var name, var description) ->
                ProductRebranded.newBuilder()
                        .setProductId(id)
                        .setStoreId(storeId)
                        .setName(name)
                        .setDescription(description)
                        .build();
            case ProductEvent.ProductPriceChanged(var price, var delta) ->
                ProductPriceChanged.newBuilder()
                        .setProductId(id)
                        .setStoreId(storeId)
                        .setPrice(amounts.write(price))
                        .setDelta(amounts.write(delta))
                        .build();
            case ProductEvent.ProductRemoved() ->
                ProductRemoved.newBuilder().setProductId(id).setStoreId(storeId).build();
        };
    }
}
