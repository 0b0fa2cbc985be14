/** Clients of the mall, seen from the mall: what they send to the gateway, and which fields of its answers they read. */
package dev.mallbots.consumers;
