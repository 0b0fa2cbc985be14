#!/bin/bash
# Starts and stops Prometheus, Alertmanager and Jaeger beside the mall of `make up`, on loopback.
#
#   observe.sh up HOME SHIFT       starts what is there and does not run; SHIFT is added to every port
#   observe.sh targets HOME SHIFT  tells a running Prometheus which instances there are now
#   observe.sh down HOME           stops them and deletes what they have gathered
set -euo pipefail

rules="$(cd "$(dirname "$0")/../prometheus/rules" && pwd)"
mkdir -p "$2"
folder="$(cd "$2" && pwd)/observe"
shift_by="${3:-0}"
prometheus_port=$((9090 + shift_by))
alertmanager_port=$((9093 + shift_by))
jaeger_port=$((16686 + shift_by))
traces_port=$((4317 + shift_by))

# The path of the first of these programs that is there.
program() {
    local name
    for name in "$@"; do
        if [ -n "${OBSERVE_TOOLS:-}" ] && [ -x "$OBSERVE_TOOLS/$name" ]; then
            echo "$OBSERVE_TOOLS/$name"
            return
        fi
        command -v "$name" && return
    done
    return 1
}

# A pid alone may be that of another process by now.
runs() {
    [ -f "$folder/$1.pid" ] && ps -o args= -p "$(cat "$folder/$1.pid")" 2>/dev/null | grep -qF "$folder/"
}

start() {
    local name=$1 ready=$2
    shift 2
    if ! runs "$name"; then
        # another server there would look as if ours had started
        if curl -s -o /dev/null "$ready"; then
            echo "$name is not started: something else listens at $ready. PORT_BASE=18080 takes other ports." >&2
            return 1
        fi
        nohup "$@" > "$folder/$name.log" 2>&1 < /dev/null &
        echo $! > "$folder/$name.pid"
    fi
    for _ in $(seq 150); do
        curl -sf -o /dev/null "$ready" && return
        runs "$name" || break
        sleep 0.2
    done
    echo "$name did not start: read $folder/$name.log" >&2
    return 1
}

missing() {
    echo "Not started: $1 is neither on PATH nor in the folder OBSERVE_TOOLS. Get it from $2." >&2
}

targets() {
    [ -d "$folder" ] && [ -f "$folder/../addresses" ] || return 0
    awk -F= -v shift="$shift_by" '
        $1 != "issuer" {
            count = split($2, urls, ",")
            for (i = 1; i <= count; i++) {
                port = urls[i]; sub(".*:", "", port)
                printf "%s{\"targets\": [\"127.0.0.1:%d\"], \"labels\": {\"service\": \"%s\"}}\n", (rows++ ? "," : "["), port + 20, $1
            }
        }
        END { print rows ? "]" : "[]" }' "$folder/../addresses" > "$folder/targets.new"
    mv "$folder/targets.new" "$folder/targets.json"
}

settings() {
    cat > "$folder/prometheus.yaml" <<END
global: {scrape_interval: 5s, evaluation_interval: 5s}
rule_files: ["$rules/*.yaml"]
alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:$alertmanager_port"]}]}]}
scrape_configs:
  - job_name: mallbots
    metrics_path: /q/metrics
    file_sd_configs: [{files: ["$folder/targets.json"], refresh_interval: 5s}]
  - job_name: prometheus
    static_configs: [{targets: ["127.0.0.1:$prometheus_port"], labels: {service: prometheus}}]
END
    # Alertmanager's page shows the alerts; nobody is called, unless the caller names a webhook
    local webhook=""
    [ -z "${ALERTS_TO:-}" ] || webhook=", webhook_configs: [{url: \"$ALERTS_TO\"}]"
    echo "{route: {receiver: page, group_by: [alertname, service], group_wait: 1s, group_interval: 5s}, receivers: [{name: page$webhook}]}" \
        > "$folder/alertmanager.yaml"
    cat > "$folder/jaeger.yaml" <<END
receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:$traces_port"}}}}
processors: {batch: {}}
extensions:
  jaeger_storage: {backends: {memory: {memory: {max_traces: 20000}}}}
  jaeger_query: {storage: {traces: memory}, http: {endpoint: "127.0.0.1:$jaeger_port"}, grpc: {endpoint: "127.0.0.1:$((16685 + shift_by))"}}
exporters: {jaeger_storage_exporter: {trace_storage: memory}}
service:
  extensions: [jaeger_storage, jaeger_query]
  telemetry: {metrics: {level: none}}
  pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [jaeger_storage_exporter]}}
END
}

up() {
    local found
    mkdir -p "$folder"
    settings
    echo '[]' > "$folder/targets.json"
    targets
    if found=$(program prometheus); then
        start prometheus "http://127.0.0.1:$prometheus_port/-/ready" "$found" --config.file="$folder/prometheus.yaml" \
            --storage.tsdb.path="$folder/prometheus" --web.listen-address="127.0.0.1:$prometheus_port" \
            --enable-feature=exemplar-storage
        echo "Prometheus: http://127.0.0.1:$prometheus_port"
    else
        missing prometheus https://prometheus.io/download
    fi
    if found=$(program alertmanager prometheus-alertmanager); then
        start alertmanager "http://127.0.0.1:$alertmanager_port/-/ready" "$found" --config.file="$folder/alertmanager.yaml" \
            --storage.path="$folder/alertmanager" --web.listen-address="127.0.0.1:$alertmanager_port" --cluster.listen-address=
        echo "Alertmanager: http://127.0.0.1:$alertmanager_port"
    else
        missing alertmanager https://prometheus.io/download
    fi
    if found=$(program jaeger); then
        start jaeger "http://127.0.0.1:$jaeger_port" "$found" --config "$folder/jaeger.yaml"
        echo "http://127.0.0.1:$traces_port" > "$folder/traces"
        echo "Jaeger: http://127.0.0.1:$jaeger_port; the services send spans from the next start on: make down, make up"
    else
        missing "jaeger (2.x)" https://www.jaegertracing.io/download
    fi
}

down() {
    local name
    for name in prometheus alertmanager jaeger; do
        if runs "$name"; then
            kill "$(cat "$folder/$name.pid")"
            while runs "$name"; do sleep 0.1; done
            echo "$name has stopped"
        fi
    done
    rm -rf "$folder"
}

case "$1" in
    up | targets | down) "$1" ;;
    *) echo "usage: observe.sh up|targets|down HOME [SHIFT]" >&2; exit 2 ;;
esac
