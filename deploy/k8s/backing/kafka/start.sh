#!/bin/bash
# Formats the disk once, with the admin as its first user, and serves. Users, topics and permissions come by the Job "provision".
set -euo pipefail
password=$(</run/secrets/admin/password)
settings=/tmp/server.properties
umask 077
{
  cat /config/server.properties
  echo "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\" password=\"$password\";"
  echo "listener.name.controller.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\"$password\" user_admin=\"$password\";"
} >$settings
if [ ! -f /var/lib/kafka/data/log/meta.properties ]; then
  mkdir -p /var/lib/kafka/data/log
  /opt/kafka/bin/kafka-storage.sh format --ignore-formatted --config $settings \
    --cluster-id "$(/opt/kafka/bin/kafka-storage.sh random-uuid)" --add-scram "SCRAM-SHA-512=[name=admin,password=$password]"
fi
exec /opt/kafka/bin/kafka-server-start.sh $settings
