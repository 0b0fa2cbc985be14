#!/bin/sh
# Creates a Secret for each line of the list: its name, then its keys. A key with a value has that value, every other key 128 random bits. The key service.properties holds the
# passwords once more, as the settings that a service reads.
set -eu
account=${ACCOUNT:-/run/secrets/kubernetes.io/serviceaccount}
api=${API_SERVER:-https://kubernetes.default.svc}/api/v1/namespaces/$(cat $account/namespace)/secrets
answer=$(mktemp)

password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

create() { # name, JSON
  status=$(printf '%s' "$2" | curl -sS --retry 20 --retry-delay 1 --retry-all-errors --cacert $account/ca.crt -H "Authorization: Bearer $(cat $account/token)" \
    -H 'Content-Type: application/json' -o "$answer" -w '%{http_code}' --data-binary @- "$api")
  case $status in
    201) echo "$1: made" ;;
    409) echo "$1: is there already" ;;
    *) echo "$1: the API server answered $status" >&2; cat "$answer" >&2; return 1 ;;
  esac
}

while read -r name keys; do
  case $name in '' | '#'*) continue ;; esac
  data= properties= type=Opaque
  for key in $keys; do
    case $key in
      *=*) data="$data\"${key%%=*}\":\"${key#*=}\","; continue ;;
    esac
    value=$(password)
    data="$data\"$key\":\"$value\","
    case $key in
      password) type=kubernetes.io/basic-auth; properties="${properties}MALLBOTS_DB_PASSWORD=$value\\n" ;;
      kafka-password) properties="${properties}MALLBOTS_KAFKA_PASSWORD=$value\\n" ;;
      client-secret) properties="${properties}MALLBOTS_CLIENT_SECRET=$value\\n" ;;
    esac
  done
  data="$data\"service.properties\":\"$properties\""
  create "$name" "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"$type\",\"metadata\":{\"name\":\"$name\",\"labels\":{\"app.kubernetes.io/part-of\":\"mallbots\",\"cnpg.io/reload\":\"true\"}},\"stringData\":{$data}}"
done <"${LIST:-/config/secrets}"
