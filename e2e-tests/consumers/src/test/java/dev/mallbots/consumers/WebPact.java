package dev.mallbots.consumers;

/** The pact of the pages, to which the test class of each role adds its interactions. */
final class WebPact {

    static final ClientPact<WebClient> OF_ALL_ROLES = new ClientPact<>(
            "web-client",
            WebClient.class,
            WebClient::new,
            VisitorWebClientPactTest.class,
            CustomerWebClientPactTest.class,
            OwnerWebClientPactTest.class,
            OperatorWebClientPactTest.class);

    private WebPact() {}
}
