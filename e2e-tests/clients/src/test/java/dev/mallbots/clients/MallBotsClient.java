package dev.mallbots.clients;

import dev.mallbots.clients.baskets.BasketApi;
import dev.mallbots.clients.baskets.ItemApi;
import dev.mallbots.clients.customers.CustomerApi;
import dev.mallbots.clients.customers.CustomerspbRegisterCustomerRequest;
import dev.mallbots.clients.depot.ShoppingListApi;
import dev.mallbots.clients.ordering.OrderApi;
import dev.mallbots.clients.payments.InvoiceApi;
import dev.mallbots.clients.payments.PaymentApi;
import dev.mallbots.clients.payments.PaymentspbAuthorizePaymentRequest;
import dev.mallbots.clients.search.OrdersApi;
import dev.mallbots.clients.stores.AddProductRequest;
import dev.mallbots.clients.stores.ParticipationApi;
import dev.mallbots.clients.stores.ProductApi;
import dev.mallbots.clients.stores.StoreApi;
import dev.mallbots.clients.stores.StorespbCreateStoreRequest;

/** All generated clients, and the first steps of every test. */
record MallBotsClient(
        StoreApi stores,
        ParticipationApi participation,
        ProductApi products,
        CustomerApi customers,
        BasketApi baskets,
        ItemApi items,
        OrderApi orders,
        PaymentApi payments,
        InvoiceApi invoices,
        ShoppingListApi shoppingLists,
        OrdersApi search,
        dev.mallbots.clients.search.OrderApi foundOrders) {

    static MallBotsClient of(ApiClient client) {
        return new MallBotsClient(
                new StoreApi(client),
                new ParticipationApi(client),
                new ProductApi(client),
                new CustomerApi(client),
                new BasketApi(client),
                new ItemApi(client),
                new OrderApi(client),
                new PaymentApi(client),
                new InvoiceApi(client),
                new ShoppingListApi(client),
                new OrdersApi(client),
                new dev.mallbots.clients.search.OrderApi(client));
    }

    String openStore(String name, String location) throws ApiException {
        return stores.createStore(new StorespbCreateStoreRequest().name(name).location(location))
                .getId();
    }

    String sell(String storeId, String name, double price) throws ApiException {
        return products.addProduct(
                        storeId,
                        new AddProductRequest()
                                .name(name)
                                .description("the good one")
                                .sku("S-1")
                                .price(price))
                .getId();
    }

    String register(String name) throws ApiException {
        return customers
                .registerCustomer(
                        new CustomerspbRegisterCustomerRequest().name(name).smsNumber("+49 30 1234567"))
                .getId();
    }

    String pay(String customerId, double amount) throws ApiException {
        return payments.authorizePayment(new PaymentspbAuthorizePaymentRequest()
                        .customerId(customerId)
                        .amount(amount))
                .getId();
    }
}
