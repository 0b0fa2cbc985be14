#!/usr/bin/env python3
"""Writes the dashboards beside it (dashboards/*.json). With --check it checks that they are what it writes; with --ask URL it asks every
query of a Prometheus, and names those that fail or find nothing.

A panel is: title, unit, description, queries as (PromQL, legend), kind. Rows are read from top to bottom, from the symptom to its causes."""
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

FOLDER = pathlib.Path(__file__).parent / "dashboards"
DATA = {"type": "prometheus", "uid": "${datasource}"}
RATE = "[$__rate_interval]"
SAGA = 'saga="create-order"'
TOPICS = 'topic=~"mallbots[.].*"'
BASKETS = 'inbox_handled_total{service="analytics", type="mallbots.baskets.v1.%s"}'


def quantiles(bucket, by="", matchers=""):
    by = ", ".join(filter(None, ["le", by]))
    return [(f"histogram_quantile({q}, sum by ({by}) (rate({bucket}{matchers}{RATE})))", name)
            for q, name in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))]


def quantile(q, bucket, by):
    return f"histogram_quantile({q}, sum by (le, {by}) (rate({bucket}{RATE})))"


def mean(summary, by):
    return f"sum by ({by}) (rate({summary}_sum{RATE})) / sum by ({by}) (rate({summary}_count{RATE}))"


def panel(title, unit, description, *queries, kind="timeseries", largest=None):
    return {"title": title, "unit": unit, "description": description, "queries": queries, "kind": kind, "largest": largest}


DASHBOARDS = {
    "mall": ("Mall", [
        ("Is anything wrong?", [
            panel("Alerts that fire", "short", "Each alert names its runbook. 0 is the only good value.", ('sum(ALERTS{alertstate="firing"}) or vector(0)', "alerts"), kind="stat", largest=0),
            panel("Gateway: failed requests", "percentunit", "The part of all requests that the gateway has answered with 5xx. The objective is 0.1 % over 30 days.",
                  (f'sum(rate(gateway_requests_seconds_count{{status="5xx"}}{RATE})) / sum(rate(gateway_requests_seconds_count{RATE}))', "5xx"), kind="stat", largest=0.001),
            panel("Orders slower than a second", "percentunit", "The part of approved orders that took order-saga longer than a second. The objective is 1 % over 30 days.",
                  (f'1 - sum(rate(saga_duration_seconds_bucket{{{SAGA}, outcome="completed", le="1.0"}}{RATE})) / sum(rate(saga_duration_seconds_count{{{SAGA}, outcome="completed"}}{RATE}))', "slow"), kind="stat", largest=0.01),
            panel("Instances that answer", "short", "Instances of each service that Prometheus can read. A service without any is down.", ("sum by (service) (up)", "{{service}}")),
        ]),
        ("Orders", [
            panel("Orders by status", "ops", "Orders that reach a status, per second. Pending is a new order; rejected and cancelled are answers of the business, not faults.",
                  (f"sum by (status) (rate(orders_reached_total{RATE}))", "{{status}}")),
            panel("Funnel", "short", "Baskets and orders that reached each step within the time shown. A step that is much smaller than the one before it is where customers or orders are lost.",
                  (f"sum(increase({BASKETS % 'BasketStarted'}[$__range]))", "1 basket started"), (f"sum(increase({BASKETS % 'BasketCheckedOut'}[$__range]))", "2 checked out"),
                  ('sum(increase(orders_reached_total{status="approved"}[$__range]))', "3 approved"), ('sum(increase(orders_reached_total{status="ready"}[$__range]))', "4 ready"),
                  ('sum(increase(orders_reached_total{status="completed"}[$__range]))', "5 completed"), kind="bargauge"),
            panel("Revenue in an hour", "short", "Totals of the orders completed within the last hour, in the mall's currency, rounded. Analytics has the exact sums.", ("sum(increase(orders_revenue_total[1h]))", "revenue")),
        ]),
        ("Where do orders wait?", [
            panel("Sagas that are delayed or stuck", "short", "Delayed: a command is unanswered. Stuck: a step can't be undone. Both are 0 in a healthy mall.",
                  ("max by (saga) (saga_delayed)", "{{saga}} delayed"), ("max by (saga) (saga_stuck)", "{{saga}} stuck")),
            panel("Oldest message in an outbox", "s", "What a service has committed and nobody else knows yet. Above 10 seconds an alert fires.", ("max by (service) (outbox_behind_seconds)", "{{service}}"), largest=10),
            panel("Messages that wait for a service", "short", "The lag of each consumer over all its partitions.", (f"sum by (service) (kafka_consumer_fetch_manager_records_lag{{{TOPICS}}})", "{{service}}")),
            panel("Dead letters", "short", "Messages that a service could not handle and that wait for an operator.", ("max by (service) (dead_letters_open)", "{{service}}"), largest=0),
        ])]),
    "orders": ("Orders", [
        ("Do customers get their answer in time?", [
            panel("Time to the approval", "s", "From the arrival of OrderCreated at order-saga to the answer to ApproveOrder, of completed sagas. An exemplar leads to the order's trace.",
                  *quantiles("saga_duration_seconds_bucket", matchers=f'{{{SAGA}, outcome="completed"}}'), largest=1),
            panel("Time to a rejection or cancellation", "s", "From the start to the end of compensated sagas. It includes the pauses between attempts to undo a step.", *quantiles("saga_duration_seconds_bucket", matchers=f'{{{SAGA}, outcome="compensated"}}')),
            panel("Sagas that end", "ops", "Per second, by outcome. Many compensated ones mean that customers, depot or payments refuse.", (f"sum by (outcome) (rate(saga_duration_seconds_count{{{SAGA}}}{RATE}))", "{{outcome}}")),
        ]),
        ("What stands still?", [
            panel("Sagas in progress", "short", "From the table, by state. The number grows when orders come faster than they are answered.", ("max by (state) (saga_active)", "{{state}}")),
            panel("Delayed sagas", "short", "A command stayed unanswered on the way forward. make sagas DELAYED=1 lists them.", ("max by (saga) (saga_delayed)", "{{saga}}"), largest=0),
            panel("Stuck sagas", "short", "A compensation failed or stayed unanswered. make sagas STUCK=1 lists them.", ("max by (saga) (saga_stuck)", "{{saga}}"), largest=0),
        ]),
        ("Why?", [
            panel("What happens to sagas", "ops", "Entries of the sagas' logs per second. step_unanswered and command_sent_again: a service does not answer in time. step_refused: it says no.", (f"sum by (what) (rate(saga_log_total{RATE}))", "{{what}}")),
            panel("Time of each step", "s", "99 % of the answers to a step's command come within this time after the command was written. The slowest step is the one to look at.",
                  (f'histogram_quantile(0.99, sum by (le, step) (rate(saga_step_seconds_bucket{{{SAGA}, outcome="done"}}{RATE})))', "{{step}}")),
            panel("Answers to steps", "ops", "Per second, by step, of those that are not done: refused is an answer of the business, compensated undoes an earlier step, compensation_refused makes a saga stuck.",
                  (f'sum by (step, outcome) (rate(saga_step_seconds_count{{{SAGA}, outcome!="done"}}{RATE})) > 0 or vector(0)', "{{step}} {{outcome}}")),
            panel("Sagas that begin", "ops", "Per second. Compare it with those that end.", (f"sum by (saga) (rate(saga_started_total{RATE}))", "{{saga}}")),
            panel("Commands and replies: delay", "s", "99 % of the messages of each participant are handled within this time after their creation. The slowest one makes orders slow.",
                  (f'histogram_quantile(0.99, sum by (le, service) (rate(inbox_delay_seconds_bucket{{service=~"order-saga|ordering|customers|depot|payments"}}{RATE})))', "{{service}}")),
            panel("Clients that follow an order", "short", "Open streams of server-sent events, by instance of ordering.", ("sum by (instance) (orders_watchers)", "{{instance}}")),
        ])]),
    "messaging": ("Messaging", [
        ("Do messages arrive in time?", [
            panel("Delay from creation to handling", "s", "99 % of each service's messages are handled within this time. The objective is 10 seconds for 99.9 %. History that a new service reads counts with its age.", (quantile(0.99, "inbox_delay_seconds_bucket", "service"), "{{service}}"), largest=10),
            panel("Dead letters that wait", "short", "Messages that a service could not handle, neither replayed nor discarded. make dlq-list SERVICE=.. lists them.", ("max by (service) (dead_letters_open)", "{{service}}"), largest=0),
            panel("Frozen offset", "s", "The longest time for which an offset has not moved although messages are being handled: one of them is tried again and again.", ("max by (service) (inbox_stuck_seconds)", "{{service}}"), largest=60),
        ]),
        ("Do they leave?", [
            panel("Oldest message in the outbox", "s", "Age of the oldest row that the relay may send.", ("max by (service) (outbox_behind_seconds)", "{{service}}"), largest=10),
            panel("Messages in the outbox", "short", "Rows of the outbox, counted up to 10,000.", ("max by (service) (outbox_waiting)", "{{service}}")),
            panel("Relays at work", "short", "Exactly one instance of each service relays its outbox.", ("sum by (service) (outbox_relay_active)", "{{service}}")),
            panel("Rejected by Kafka", "short", "Rows that Kafka rejects for good. Each blocks the later messages of its key.", ("max by (service) (outbox_refused_waiting)", "{{service}}"), largest=0),
            panel("Sent", "ops", "Messages that Kafka has acknowledged, per second.", (f"sum by (service) (rate(outbox_relayed_total{RATE}))", "{{service}}")),
            panel("Sent, the ten most frequent types", "ops", "Messages that Kafka has acknowledged, per second. Compare it with what is handled: each event has as many handlers as services read it.",
                  (f"topk(10, sum by (type) (rate(outbox_relayed_total{RATE})))", "{{type}}")),
            panel("Rejections", "ops", "Messages that Kafka has rejected, per second.", (f"sum by (service) (rate(outbox_refused_total{RATE}))", "{{service}}")),
            panel("Time of a delivery", "s", "99 % of the relay's batches are acknowledged within this time.", (quantile(0.99, "outbox_delivery_seconds_bucket", "service"), "{{service}}")),
        ]),
        ("Are they handled?", [
            panel("Lag", "short", "Messages that a service has not read yet. It is absent while no instance has the partition.", (f"sum by (service) (kafka_consumer_fetch_manager_records_lag{{{TOPICS}}})", "{{service}}")),
            panel("Handled, by service", "ops", "Messages committed with their effect, per second.", (f"sum by (service) (rate(inbox_handled_total{RATE}))", "{{service}}")),
            panel("Handled, the ten most frequent types", "ops", "Messages committed with their effect, per second.", (f"topk(10, sum by (type) (rate(inbox_handled_total{RATE})))", "{{type}}")),
            panel("Failed attempts", "ops", "Attempts that another one follows, per second, by type. A refused command is not one of them.", (f"sum by (service, type) (rate(inbox_retried_total{RATE})) > 0 or vector(0)", "{{service}} {{type}}")),
            panel("Refused commands", "ops", "Commands that were answered with a failure, because a rule forbids them.", (f"sum by (service, type) (rate(inbox_refused_total{RATE})) > 0 or vector(0)", "{{service}} {{type}}")),
            panel("Given up", "ops", "Messages that became dead letters, per second.", (f"sum by (service, type) (rate(inbox_dead_letters_total{RATE})) > 0 or vector(0)", "{{service}} {{type}}")),
        ]),
        ("At what cost?", [
            panel("Time of a transaction", "s", "99 % of the committed transactions with messages take at most this long.",
                  (f'histogram_quantile(0.99, sum by (le, service) (rate(inbox_transaction_seconds_bucket{{outcome="committed"}}{RATE})))', "{{service}}")),
            panel("Failed transactions", "ops", "Attempts to handle a batch that were rolled back, per second.", (f'sum by (service) (rate(inbox_transaction_seconds_count{{outcome="failed"}}{RATE}))', "{{service}}")),
            panel("Messages in a transaction", "short", "On average. Batches grow with the load, and make a message cheaper.", (mean("inbox_batch", "service"), "{{service}}")),
            panel("Skipped", "ops", "Messages of types that a service has no handler for, per second.", (f"sum by (service) (rate(inbox_skipped_total{RATE}))", "{{service}}")),
        ])]),
    "edge": ("Edge", [
        ("What do clients see?", [
            panel("Requests", "reqps", "By status class. Requests that the gateway refuses itself are included.", (f"sum by (status) (rate(gateway_requests_seconds_count{RATE}))", "{{status}}")),
            panel("Failed requests", "percentunit", "The part with 5xx. The objective is 0.1 % over 30 days.", (f'sum(rate(gateway_requests_seconds_count{{status="5xx"}}{RATE})) / sum(rate(gateway_requests_seconds_count{RATE}))', "5xx"), largest=0.001),
            panel("Time of a response", "s", "From the arrival of a request to the head of its response, of requests that succeed. An exemplar leads to the trace.", *quantiles("gateway_requests_seconds_bucket", matchers='{status="2xx"}')),
        ]),
        ("Which service is it?", [
            panel("Calls without a good answer", "reqps", "By service and outcome. busy: no place in time. unreached: no connection. silent: no response in time. closed: the connection ended first.",
                  (f'sum by (upstream, outcome) (rate(gateway_upstream_requests_seconds_count{{outcome!~"[1-4]xx"}}{RATE})) > 0 or vector(0)', "{{upstream}} {{outcome}}")),
            panel("Time of a call", "s", "99 % of each service's successful calls take at most this long, with the wait for a place.", (f'histogram_quantile(0.99, sum by (le, upstream) (rate(gateway_upstream_requests_seconds_bucket{{outcome="2xx"}}{RATE})))', "{{upstream}}")),
            panel("Calls", "reqps", "By service.", (f"sum by (upstream) (rate(gateway_upstream_requests_seconds_count{RATE}))", "{{upstream}}")),
            panel("Silent instances", "short", "Instances of services that give no answer at all; they are tried last.", ("max by (instance) (gateway_circuits_open)", "{{instance}}"), largest=0),
            panel("Instances that fell silent", "short", "How often, within five minutes.", ("sum(increase(gateway_circuit_opened_total[5m]))", "times")),
        ]),
        ("Does the gateway protect the mall?", [
            panel("Refused by a limit", "reqps", "429, because an address or a client has asked too often.", (f"sum by (limit) (rate(gateway_limited_total{RATE}))", "{{limit}}")),
            panel("Refused because of overload", "reqps", "503 at the beginning of a visit.", (f"sum(rate(gateway_shed_total{RATE}))", "refused")),
            panel("Admitted visits", "percentunit", "The part of new visits that each gateway lets in. Below 100 % the mall can't keep up.", ("min by (instance) (gateway_admitted_share)", "{{instance}}")),
            panel("Waiting requests", "short", "Requests that wait in a gateway for a place at a service.", ("sum by (instance) (gateway_waiting)", "{{instance}}")),
            panel("Limit of concurrent requests", "short", "What an instance of a service is given at once; it follows the instance's response time.", ("max by (address) (gateway_concurrency_limit)", "{{address}}")),
        ]),
        ("Connections", [
            panel("Open connections", "short", "Of the gateways, on both ports.", ('sum by (instance) (http_server_active_connections{service="gateway"})', "{{instance}}")),
            panel("Requests in progress", "short", "Streams of an order's updates are requests in progress for as long as they are open.", ('sum by (instance) (http_server_active_requests{service="gateway"})', "{{instance}}")),
            panel("Requests by route", "reqps", "The first part of the address, without ids.", (f'sum by (uri) (rate(http_server_requests_seconds_count{{service="gateway"}}{RATE}))', "{{uri}}")),
        ])]),
    "service": ("Service", [
        ("Is it well?", [
            panel("Instances that answer", "short", "0 is an alert after a minute.", ('sum by (service) (up{service="$service"})', "{{service}}"), kind="stat"),
            panel("Builds", "short", "Its instances by the commit of their build.", ('count by (version, commit) (mallbots_build_info{service="$service"})', "{{version}} {{commit}}"), kind="stat"),
            panel("Started", "dateTimeFromNow", "When each instance began. A recent time nobody knows of is a crash.", ('process_start_time_seconds{service="$service"} * 1000', "{{instance}}"), kind="stat"),
            panel("Delay of its messages", "s", "From a message's creation to its handling.", *quantiles("inbox_delay_seconds_bucket", matchers='{service="$service"}'), largest=10),
            panel("Requests by status", "reqps", "HTTP and gRPC requests.", (f'sum by (status) (rate(http_server_requests_seconds_count{{service="$service"}}{RATE}))', "{{status}}")),
            panel("Time of a request", "s", "On average, by route.", (f'sum by (uri) (rate(http_server_requests_seconds_sum{{service="$service"}}{RATE})) / sum by (uri) (rate(http_server_requests_seconds_count{{service="$service"}}{RATE}))', "{{uri}}")),
        ]),
        ("Its messages", [
            panel("Sent", "ops", "By type.", (f'sum by (type) (rate(outbox_relayed_total{{service="$service"}}{RATE}))', "{{type}}")),
            panel("Handled", "ops", "By type.", (f'sum by (type) (rate(inbox_handled_total{{service="$service"}}{RATE}))', "{{type}}")),
            panel("Retried, refused, given up", "ops", "Per second, all types together.", (f'sum(rate(inbox_retried_total{{service="$service"}}{RATE}))', "retried"), (f'sum(rate(inbox_refused_total{{service="$service"}}{RATE}))', "refused"), (f'sum(rate(inbox_dead_letters_total{{service="$service"}}{RATE}))', "given up")),
            panel("Lag by topic", "short", "Messages that it has not read yet.", (f'sum by (topic) (kafka_consumer_fetch_manager_records_lag{{service="$service", {TOPICS}}})', "{{topic}}")),
            panel("Outbox", "short", "Messages that wait, and those that Kafka rejects.", ('max(outbox_waiting{service="$service"})', "waiting"), ('max(outbox_refused_waiting{service="$service"})', "rejected")),
            panel("Dead letters", "short", "That wait for an operator.", ('max(dead_letters_open{service="$service"})', "dead letters"), largest=0),
        ]),
        ("Its process", [
            panel("CPU", "percentunit", "The part of the machine that each instance uses.", ('process_cpu_usage{service="$service"}', "{{instance}}")),
            panel("Heap", "bytes", "In use.", ('sum by (instance) (jvm_memory_used_bytes{service="$service", area="heap"})', "{{instance}}")),
            panel("Wait for a connection", "s", "On average, to its database.", (f'sum by (instance) (rate(sql_pool_queue_delay_seconds_sum{{service="$service"}}{RATE})) / sum by (instance) (rate(sql_pool_queue_delay_seconds_count{{service="$service"}}{RATE}))', "{{instance}}")),
            panel("Calls of other services", "s", "Time of a gRPC call on average, by method and status.", (f'sum by (method, statusCode) (rate(grpc_client_processing_duration_seconds_sum{{service="$service"}}{RATE})) / sum by (method, statusCode) (rate(grpc_client_processing_duration_seconds_count{{service="$service"}}{RATE})) or vector(0)', "{{method}} {{statusCode}}")),
        ])]),
    "postgresql": ("PostgreSQL", [
        ("Do services get their answers?", [
            panel("Databases that do not answer", "short", "Instances of a service without an answer of their database.", ("count by (service) (outbox_behind_seconds != outbox_behind_seconds) or sum by (service) (0 * outbox_relay_active)", "{{service}}"), largest=0),
            panel("Wait for a connection", "s", "On average, by service. It grows when the pool is too small or its connections are held too long.", (mean("sql_pool_queue_delay_seconds", "service"), "{{service}}")),
            panel("Time of a statement", "s", "On average, by service.", (mean("postgresql_processing_seconds", "service"), "{{service}}")),
        ]),
        ("Is there room?", [
            panel("Sessions of the server", "short", "Of all clients, and the most that PostgreSQL permits. Above 80 % an alert fires.", ("max(database_sessions)", "sessions"), ("max(database_sessions_most)", "the most")),
            panel("Use of the pools", "percentunit", "The part of each service's connections that is in use.", ("max by (service) (sql_pool_ratio)", "{{service}}"), largest=0.8),
            panel("Connections in use", "short", "By service, over all its instances.", ("sum by (service) (sql_pool_active)", "{{service}}")),
            panel("Requests that wait for a connection", "short", "By service.", ("sum by (service) (sql_pool_queue_size)", "{{service}}")),
            panel("Use of a connection", "s", "How long a transaction holds its connection, on average.", (mean("sql_pool_usage_seconds", "service"), "{{service}}")),
        ]),
        ("Disks, in a cluster", [
            panel("Free space", "percentunit", "Of volumes. Empty where Prometheus does not read the kubelets, as in Compose.", ("min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)", "{{namespace}} {{persistentvolumeclaim}}")),
        ])]),
    "kafka": ("Kafka", [
        ("Do consumers keep up?", [
            panel("Lag by service", "short", "Messages that a service has not read yet.", (f"sum by (service) (kafka_consumer_fetch_manager_records_lag{{{TOPICS}}})", "{{service}}")),
            panel("Lag by topic, the ten largest", "short", "Summed over partitions.", (f"topk(10, sum by (service, topic) (kafka_consumer_fetch_manager_records_lag{{{TOPICS}}}))", "{{service}} {{topic}}")),
            panel("Since the last poll", "s", "A consumer that does not poll is removed from its group.", ("max by (service) (kafka_consumer_last_poll_seconds_ago)", "{{service}}")),
        ]),
        ("Are the groups stable?", [
            panel("Rebalances", "short", "How often a group's partitions were distributed anew, within five minutes. A rollout causes some.", ("sum by (service) (increase(kafka_consumer_coordinator_rebalance_total[5m]))", "{{service}}")),
            panel("Partitions of each instance", "short", "Their sum over the instances of a service is the number of partitions of its topics.", ("sum by (service, instance) (kafka_consumer_coordinator_assigned_partitions)", "{{service}} {{instance}}")),
        ]),
        ("How fast is the broker?", [
            panel("Time of a delivery", "s", "99 % of a relay's batches are acknowledged within this time.", (quantile(0.99, "outbox_delivery_seconds_bucket", "service"), "{{service}}")),
            panel("Time of a commit of offsets", "ms", "On average.", ("max by (service) (kafka_consumer_coordinator_commit_latency_avg)", "{{service}}")),
            panel("Time of a fetch", "ms", "On average. An idle consumer waits up to 500 ms for messages.", ("max by (service) (kafka_consumer_fetch_manager_fetch_latency_avg)", "{{service}}")),
        ]),
        ("How much is it?", [
            panel("Messages read", "ops", "By service.", (f"sum by (service) (rate(kafka_consumer_fetch_manager_records_consumed_total{{{TOPICS}}}{RATE}))", "{{service}}")),
            panel("Bytes read", "Bps", "By service.", (f"sum by (service) (rate(kafka_consumer_fetch_manager_bytes_consumed_total{{{TOPICS}}}{RATE}))", "{{service}}")),
        ])]),
    "jvm": ("JVM", [
        ("Does a process run out of something?", [
            panel("Heap in use", "percentunit", "The part of the largest heap. A saw-tooth is normal; a bottom that rises is a leak.", ('max by (service) (sum by (service, instance) (jvm_memory_used_bytes{area="heap"}) / sum by (service, instance) (jvm_memory_max_bytes{area="heap"} > 0))', "{{service}}")),
            panel("CPU", "percentunit", "The part of the machine's CPU that each service uses, over all its instances.", ("sum by (service) (process_cpu_usage)", "{{service}}")),
            panel("Open files and sockets", "percentunit", "The part of the limit.", ("max by (service) (process_files_open_files / process_files_max_files)", "{{service}}"), largest=0.8),
        ]),
        ("Is it the garbage collector?", [
            panel("Time of the collector", "percentunit", "The part of CPU that the garbage collector has used lately.", ("max by (service) (jvm_gc_overhead)", "{{service}}"), largest=0.1),
            panel("Longest pause", "s", "In the last minutes.", ("max by (service) (jvm_gc_pause_seconds_max)", "{{service}}")),
            panel("Allocated", "Bps", "Memory, per second.", (f"sum by (service) (rate(jvm_gc_memory_allocated_bytes_total{RATE}))", "{{service}}")),
        ]),
        ("Memory and threads", [
            panel("Memory of each instance", "bytes", "Heap and everything else that the JVM counts.", ("sum by (service, instance) (jvm_memory_used_bytes)", "{{service}} {{instance}}")),
            panel("Threads by state", "short", "Over all processes. Many blocked ones wait for one lock.", ("sum by (state) (jvm_threads_states_threads)", "{{state}}")),
            panel("Builds", "short", "Instances by the commit of their build. More than one while a rollout is under way, or after one that has stopped.", ("count by (version, commit) (mallbots_build_info)", "{{version}} {{commit}}"), kind="stat"),
            panel("Versions", "short", "Instances by the version of their JVM.", ("count by (version) (jvm_info_total)", "{{version}}"), kind="stat"),
        ])]),
    "telemetry": ("Telemetry", [
        ("Can this be believed?", [
            panel("Instances that can't be read", "short", "Targets that do not answer Prometheus. What they would report is missing everywhere else.", ("sum by (service) (1 - up) > 0 or vector(0)", "{{service}}"), largest=0),
            panel("Rules that fail", "short", "Rules that could not be evaluated within the last hour: their alerts are blind.", ("sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[1h])) or vector(0)", "{{rule_group}}"), largest=0),
            panel("Alerts", "short", "Pending and firing, by name.", ("sum by (alertname, alertstate) (ALERTS) or vector(0)", "{{alertname}} {{alertstate}}")),
        ]),
        ("What does it cost?", [
            panel("Series of each instance", "short", "A number that grows without end is a label with too many values.", ("max by (service) (scrape_samples_scraped)", "{{service}}")),
            panel("Time of a reading", "s", "The longest of each service.", ("max by (service) (scrape_duration_seconds)", "{{service}}")),
            panel("Series in Prometheus", "short", "In memory.", ("max(prometheus_tsdb_head_series)", "series")),
        ])]),
}


def json_of(uid, title, rows):
    panels, y, number = [], 0, 0
    for row, content in rows:
        number += 1
        panels.append({"id": number, "type": "row", "title": row, "collapsed": False, "gridPos": {"h": 1, "w": 24, "x": 0, "y": y}, "panels": []})
        y += 1
        for at, one in enumerate(content):
            number += 1
            panels.append(json_of_panel(number, one, {"h": 8, "w": 8, "x": 8 * (at % 3), "y": y + 8 * (at // 3)}))
        y += 8 * ((len(content) + 2) // 3)
    variables = [{"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "current": {}, "hide": 0}]
    if "$service" in json.dumps(panels):
        variables.append({"name": "service", "label": "Service", "type": "query", "datasource": DATA, "query": {"query": "label_values(process_cpu_usage, service)", "refId": "service"},
                          "refresh": 2, "sort": 1, "current": {}, "hide": 0})
    return {"uid": f"mallbots-{uid}", "title": f"MallBots: {title}", "tags": ["mallbots"], "schemaVersion": 39, "version": 1, "editable": True, "refresh": "30s", "timezone": "browser",
            "time": {"from": "now-1h", "to": "now"}, "templating": {"list": variables}, "annotations": {"list": []},
            "links": [{"type": "dashboards", "tags": ["mallbots"], "title": "MallBots", "asDropdown": True, "includeVars": False, "keepTime": True}], "panels": panels}


def json_of_panel(number, one, place):
    steps = [{"color": "green", "value": None}] + ([] if one["largest"] is None else [{"color": "red", "value": one["largest"] if one["largest"] else 0.000001}])
    custom = {"fillOpacity": 10, "showPoints": "never", "thresholdsStyle": {"mode": "off" if one["largest"] is None else "line"}} if one["kind"] == "timeseries" else {}
    targets = [{"refId": chr(ord("A") + at), "datasource": DATA, "expr": expression, "legendFormat": legend, "exemplar": "_bucket" in expression, "instant": one["kind"] == "bargauge", "range": one["kind"] != "bargauge"}
               for at, (expression, legend) in enumerate(one["queries"])]
    options = {"timeseries": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}},
               "stat": {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "value"},
               "bargauge": {"reduceOptions": {"calcs": ["lastNotNull"]}, "orientation": "horizontal", "displayMode": "basic"}}[one["kind"]]
    return {"id": number, "type": one["kind"], "title": one["title"], "description": one["description"], "datasource": DATA, "gridPos": place,
            "fieldConfig": {"defaults": {"unit": one["unit"], "min": None if one["unit"] == "dateTimeFromNow" else 0, "custom": custom, "thresholds": {"mode": "absolute", "steps": steps}}, "overrides": []},
            "options": options, "targets": targets}


def answer(prometheus, query):
    """The series with a number that a query finds now; fails with what Prometheus says against the query. NaN is what a gauge has whose source fails."""
    try:
        with urllib.request.urlopen(f"{prometheus}/api/v1/query?{urllib.parse.urlencode({'query': query})}", timeout=20) as found:
            return [series for series in json.load(found)["data"]["result"] if series["value"][1] != "NaN"]
    except urllib.error.HTTPError as refused:
        raise ValueError(json.load(refused)["error"]) from refused


def ask(prometheus, service):
    """Asks for the last minutes. A panel is empty if none of its queries finds a series, and may be if its description says where it is."""
    faults, asked = [], 0
    for title, rows in DASHBOARDS.values():
        for panel_of_row in (one for _, content in rows for one in content):
            found, place = 0, f"{title}: {panel_of_row['title']}"
            for query, _ in panel_of_row["queries"]:
                asked += 1
                try:
                    found += len(answer(prometheus, query.replace("$__rate_interval", "1m").replace("$__range", "15m").replace("$service", service)))
                except ValueError as error:
                    faults.append(f"{place}: {error}")
            if not found and "Empty where" not in panel_of_row["description"]:
                faults.append(f"{place}: nothing")
    print(f"{asked} queries asked.")
    if faults:
        sys.exit("\n".join(faults))


def main():
    if "--ask" in sys.argv:
        ask(sys.argv[sys.argv.index("--ask") + 1], "baskets")
        return
    different = []
    for uid, (title, rows) in DASHBOARDS.items():
        file, text = FOLDER / f"{uid}.json", json.dumps(json_of(uid, title, rows), indent=1) + "\n"
        if "--check" not in sys.argv:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            different.append(file.name)
    if different:
        sys.exit(f"Not what dashboards.py writes: {', '.join(different)}. Change dashboards.py and run it.")


main()
