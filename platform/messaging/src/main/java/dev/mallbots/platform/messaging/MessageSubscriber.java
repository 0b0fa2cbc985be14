package dev.mallbots.platform.messaging;

/** A bean that says which messages it wants; called once, at the start. */
public interface MessageSubscriber {

    void subscribe(Subscriptions on);
}
