/** What the tests of every service need: a real PostgreSQL and Kafka, a probe for topics, the rules of the layout. */
package dev.mallbots.platform.testing;
