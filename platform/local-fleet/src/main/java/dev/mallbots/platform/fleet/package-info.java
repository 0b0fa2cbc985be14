/** PostgreSQL, Kafka and every service as processes of one machine; knows no service by name. */
package dev.mallbots.platform.fleet;
