/** Support for the tests of every service: a real PostgreSQL and Kafka, a client for topics, the rules of the layout. */
package dev.mallbots.platform.testing;
