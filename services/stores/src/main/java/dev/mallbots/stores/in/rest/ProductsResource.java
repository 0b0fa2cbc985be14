package dev.mallbots.stores.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.contracts.People;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.stores.application.AddProduct;
import dev.mallbots.stores.application.Catalog;
import dev.mallbots.stores.application.DecreasePrice;
import dev.mallbots.stores.application.IncreasePrice;
import dev.mallbots.stores.application.ListedProduct;
import dev.mallbots.stores.application.RebrandProduct;
import dev.mallbots.stores.application.RemoveProduct;
import dev.mallbots.stores.domain.Product;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/stores")
@Tag(name = "products")
public class ProductsResource {

    /** Description and sku are optional. The domain refuses a bad text, because clients compare its messages. */
    public record NewProduct(
            @Schema(required = true, maxLength = Product.MAX_NAME, pattern = Texts.LINE, examples = "Bread")
            String name,

            @Schema(maxLength = Product.MAX_DESCRIPTION, pattern = Texts.TEXT, examples = "rye")
            String description,

            @Schema(maxLength = Product.MAX_SKU, pattern = Texts.TEXT, examples = "B1")
            String sku,

            @NotNull @Digits(integer = 15, fraction = 4) @Schema(minimum = "0")
            BigDecimal price) {

        public NewProduct {
            description = Objects.requireNonNullElse(description, "");
            sku = Objects.requireNonNullElse(sku, "");
        }
    }

    /** The description is optional; without it the description becomes empty. */
    public record NewBrand(
            @Schema(required = true, maxLength = Product.MAX_NAME, pattern = Texts.LINE, examples = "Bread")
            String name,

            @Schema(maxLength = Product.MAX_DESCRIPTION, pattern = Texts.TEXT, examples = "rye")
            String description) {

        public NewBrand {
            description = Objects.requireNonNullElse(description, "");
        }
    }

    public record NewPrice(
            @NotNull
            @Digits(integer = 15, fraction = 4)
            @Schema(minimum = "0", description = "not lower than it is to increase it, not higher to decrease it")
            BigDecimal price) {}

    public record ProductView(
            UUID id,
            UUID storeId,
            @Schema(examples = "Bread") String name,
            @Schema(examples = "rye") String description,
            @Schema(examples = "B1") String sku,
            BigDecimal price) {

        static ProductView of(ListedProduct listed) {
            Product product = listed.product();
            return new ProductView(
                    product.id(),
                    product.storeId(),
                    product.name(),
                    product.description(),
                    product.sku(),
                    product.price().amount());
        }
    }

    public record ProductAnswer(ProductView product) {}

    /** @param next missing on the last page */
    public record ProductsAnswer(
            List<ProductView> products,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

        static ProductsAnswer of(Page<ListedProduct> page) {
            Page<ProductView> views = page.map(ProductView::of);
            return new ProductsAnswer(views.items(), views.next());
        }
    }

    private final AddProduct addProduct;
    private final RebrandProduct rebrandProduct;
    private final IncreasePrice increasePrice;
    private final DecreasePrice decreasePrice;
    private final RemoveProduct removeProduct;
    private final Catalog catalog;

    ProductsResource(
            AddProduct addProduct,
            RebrandProduct rebrandProduct,
            IncreasePrice increasePrice,
            DecreasePrice decreasePrice,
            RemoveProduct removeProduct,
            Catalog catalog) {
        this.addProduct = addProduct;
        this.rebrandProduct = rebrandProduct;
        this.increasePrice = increasePrice;
        this.decreasePrice = decreasePrice;
        this.removeProduct = removeProduct;
        this.catalog = catalog;
    }

    @Operation(
            operationId = "addProduct",
            summary = "Add a product",
            description = "Adds a product to the catalogue of a store.")
    @POST
    @Path("/{storeId}/products")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Created> add(UUID storeId, @Valid @NotNull NewProduct body) {
        return addProduct
                .handle(storeId, body.name(), body.description(), body.sku(), Money.of(body.price()))
                .map(Created::new);
    }

    @Operation(
            operationId = "getStoreProducts",
            summary = "List the products of a store",
            description = "The products of a store.")
    @GET
    @Path("/{storeId}/products")
    @PermitAll
    public Uni<ProductsAnswer> products(
            UUID storeId, @QueryParam("limit") Integer limit, @QueryParam("next") String next) {
        return catalog.productsOf(storeId, PageRequest.of(limit, next)).map(ProductsAnswer::of);
    }

    @Operation(operationId = "getProduct", summary = "Get a product", description = "A product of the catalogue.")
    @GET
    @Path("/products/{id}")
    @PermitAll
    public Uni<ProductAnswer> product(UUID id) {
        return catalog.product(id).map(ProductView::of).map(ProductAnswer::new);
    }

    @Operation(
            operationId = "rebrandProduct",
            summary = "Rebrand a product",
            description = "Changes the name and the description of a product.")
    @PUT
    @Path("/products/{id}/rebrand")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> rebrand(UUID id, @Valid @NotNull NewBrand body) {
        return rebrandProduct.handle(id, body.name(), body.description()).replaceWith(Done::new);
    }

    @Operation(
            operationId = "increaseProductPrice",
            summary = "Increase the price of a product",
            description = "Sets a new price, which must not be lower than the old one.")
    @PUT
    @Path("/products/{id}/increasePrice")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> increasePrice(UUID id, @Valid @NotNull NewPrice body) {
        return increasePrice.handle(id, Money.of(body.price())).replaceWith(Done::new);
    }

    @Operation(
            operationId = "decreaseProductPrice",
            summary = "Decrease the price of a product",
            description = "Sets a new price, which must not be higher than the old one.")
    @PUT
    @Path("/products/{id}/decreasePrice")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> decreasePrice(UUID id, @Valid @NotNull NewPrice body) {
        return decreasePrice.handle(id, Money.of(body.price())).replaceWith(Done::new);
    }

    @Operation(
            operationId = "removeProduct",
            summary = "Remove a product",
            description = "Removes a product from the catalogue for ever.")
    @DELETE
    @Path("/products/{id}")
    @RolesAllowed({People.STORE_OWNER, Roles.OPERATOR})
    public Uni<Done> remove(UUID id) {
        return removeProduct.handle(id).replaceWith(Done::new);
    }
}
