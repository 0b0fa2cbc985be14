// An order from an empty store to completed, through a client whose types are generated from docs/openapi.json.
//
//     node journey.js GATEWAY TOKEN-OF-A-STORE-OWNER TOKEN-OF-A-NEW-CUSTOMER

import createClient from "openapi-fetch";
import type { paths } from "./mall.js";

declare const process: { argv: string[] };

const PATIENCE_MS = 30_000;
const PRICE = 34.95;

const [gateway, sellersToken, buyersToken] = process.argv.slice(2);
const seller = clientOf(sellersToken);
const buyer = clientOf(buyersToken);

function clientOf(token: string | undefined) {
  return createClient<paths>({ baseUrl: gateway, headers: { Authorization: `Bearer ${token}` } });
}

/** The answer of a call that must succeed. */
async function must<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (data === undefined) {
    throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
  }
  return data;
}

/** Asks until the answer is there and wanted: what follows from an event appears a moment later. */
async function until<T>(what: string, ask: () => Promise<{ data?: T; response: Response }>, wanted: (answer: T) => boolean) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const { data, response } = await ask();
    if (data !== undefined && wanted(data)) {
      return;
    }
    if (data === undefined && response.status !== 404) {
      throw new Error(`${what}: ${response.url} answered ${response.status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
}

const store = await must(
  seller.POST("/api/stores", { body: { name: "Waldorf Books", location: "first floor, north" } }),
);
await must(seller.PUT("/api/stores/{id}/participating", { params: { path: { id: store.id } } }));
const book = await must(
  seller.POST("/api/stores/{storeId}/products", {
    params: { path: { storeId: store.id } },
    body: { name: "The Mythical Man-Month", description: "paperback", sku: "978-0201835953", price: PRICE },
  }),
);

const ada = await must(
  buyer.POST("/api/customers", { body: { name: "Ada Lovelace", smsNumber: "+44 20 7946 0958" } }),
);
const basket = await must(buyer.POST("/api/baskets", { body: { customerId: ada.id } }));
const order = { params: { path: { id: basket.id } } };
await must(buyer.PUT("/api/baskets/{id}/addItem", { ...order, body: { productId: book.id, quantity: 2 } }));
const payment = await must(buyer.POST("/api/payments", { body: { customerId: ada.id, amount: 2 * PRICE } }));
await must(buyer.PUT("/api/baskets/{id}/checkout", { ...order, body: { paymentId: payment.id } }));

await until("ready", () => buyer.GET("/api/ordering/{id}", order), (it) => it.order.status === "ready");
await until("paid", () => buyer.PUT("/api/payments/invoices/{id}/pay", order), () => true);
await until("completed", () => buyer.GET("/api/ordering/{id}", order), (it) => it.order.status === "completed");
await until("found", () => buyer.GET("/api/search/orders/{id}", order), (it) => it.order.status === "completed");

console.log(`Order ${basket.id} is completed, through a client generated from docs/openapi.json.`);
