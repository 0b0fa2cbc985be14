package dev.mallbots.platform.messaging;

/** A bean that subscribes to messages; called once, at the start. */
public interface MessageSubscriber {

    void subscribe(Subscriptions on);
}
