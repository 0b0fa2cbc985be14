#!/bin/bash
# The order of deploy/terraform/eks, with commands that only write down that they were called. Starts nothing, asks nobody.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sandbox=$(mktemp -d)
trap 'rm -rf "$sandbox"' EXIT
failed=0
unset TAG KUBECONFIG # whatever the caller has

mkdir -p "$sandbox"/{bin,project/deploy/terraform/envs/dev/platform,project/deploy/k8s/overlays/eks-dev,project/deploy/keycloak,project/deploy/observability}
cp "$here/../eks" "$sandbox/project/deploy/terraform/eks"
touch "$sandbox/project/deploy/terraform/envs/dev/account.auto.tfvars"
printf '#!/bin/bash\necho "build.sh $*" >>"$CALLS"\n' >"$sandbox/project/deploy/k8s/build.sh"

command_that() { # name, what it does beside being written down
  printf '#!/bin/bash\necho "%s $*" >>"$CALLS"\n%s\n' "$1" "$2" >"$sandbox/bin/$1"
  chmod +x "$sandbox/bin/$1"
}
command_that git 'echo 0123456789ab'
command_that curl ''
command_that kubectl ''
command_that aws '
case "$*" in
  *get-caller-identity*) echo 123456789012 ;;
  *describe-images*) [ -z "${NO_IMAGES:-}" ] ;;
  *hosted-zones-by-name*) echo /hostedzone/Z1 ;;
  *get-resources*) if [ -s "$LEFT" ]; then cat "$LEFT"; : >"$LEFT"; fi ;;
esac'
command_that terraform '
case "$*" in
  *"output -json platform"*) echo "{\"environment\":\"dev\"}" ;;
  *"output -json overlay"*) echo "{\"AWS_REGION\":\"eu-west-1\",\"DB_CIDRS\":\"10.0.0.0/24,10.0.1.0/24\",\"HOST\":\"dev.example.com\",\"IMAGE_PREFIX\":\"123456789012.dkr.ecr.eu-west-1.amazonaws.com/mallbots-dev\"}" ;;
  *"output -json") echo "$OUTPUTS" ;;
  *"output -raw deletion_protection"*) echo "$PROTECTED" ;;
esac'

run() { # then: its calls are in $CALLS, what it said in $SAID
  export CALLS=$sandbox/calls LEFT=$sandbox/left SAID=$sandbox/said EKS_PAUSE=0
  : >"$CALLS"
  PATH=$sandbox/bin:$PATH bash "$sandbox/project/deploy/terraform/eks" "$@" >"$SAID" 2>&1 && echo 0 >"$sandbox/code" || echo $? >"$sandbox/code"
}
problem() { echo "eks: $*"; sed 's/^/    /' "$CALLS" "$SAID"; failed=1; }
code() { [ "$(cat "$sandbox/code")" = "$1" ] || problem "$2: ended with $(cat "$sandbox/code")"; }
in_order() { # rule, patterns that the calls match one after the other
  local rule=$1 line=0 next pattern
  shift
  for pattern in "$@"; do
    next=$(tail -n +$((line + 1)) "$CALLS" | grep -n -m1 -E -- "$pattern" | cut -d: -f1) || true
    [ -n "$next" ] || { problem "$rule: nothing like '$pattern' after call $line"; return; }
    line=$((line + next))
  done
}
never() { if grep -qE -- "$2" "$CALLS"; then problem "$1: there is a call like '$2'"; fi; }
said() { grep -q -- "$2" "$SAID" || problem "$1: did not say '$2'"; }

export APPROVE=1 PROTECTED=false

OUTPUTS='{}' run up dev
code 0 "a first deployment"
in_order "the first deployment opens Kafka for the first ACLs, and closes it before any service starts" \
  'terraform .*/envs/dev apply .*-var kafka_first_acls_pending=true' 'terraform .*/envs/dev/platform apply .*-var-file' 'build.sh eks-dev 0123456789ab 123456789012' \
  'kubectl apply -k .* --selector mallbots.dev/step=provision' 'kubectl wait .*step=provision' 'terraform .*/envs/dev apply -input=false -auto-approve$' \
  'kubectl apply -k .* --selector mallbots.dev/step=migrate' 'kubectl wait .*step=migrate' 'kubectl apply -k [^ ]*$' 'kubectl rollout status'
grep -qx 'DB_CIDRS=10.0.0.0/24,10.0.1.0/24' "$sandbox/project/target/eks-dev/k8s/overlays/eks-dev/terraform.env" || problem "the overlay gets Terraform's values, commas and all"
grep -qx 'IMAGE_TAG=0123456789ab' "$sandbox/project/target/eks-dev/k8s/overlays/eks-dev/terraform.env" || problem "the overlay gets the build's tag"
[ ! -e "$sandbox/project/deploy/k8s/overlays/eks-dev/terraform.env" ] || problem "nothing in the project itself is written"

OUTPUTS='{ "kafka_guarded": { "sensitive": false, "type": "bool", "value": true } }' run up dev
code 0 "a later deployment"
never "a later deployment never opens Kafka" 'first_acls_pending'

OUTPUTS='{ "kafka_guarded": { "sensitive": false, "type": "bool", "value": false } }' run up dev
in_order "a first deployment that was interrupted goes on with an open Kafka, and closes it" 'first_acls_pending=true' 'step=provision' 'envs/dev apply -input=false -auto-approve$'

OUTPUTS='{}' NO_IMAGES=1 run up dev
code 1 "images that were not pushed"
said "images that were not pushed" "make images images-push REGISTRY=123456789012"
never "without images nothing is started" 'kubectl apply'

echo arn:aws:elasticloadbalancing:mall >"$sandbox/left"
OUTPUTS='{}' run down dev
code 0 "a destroy"
in_order "what controllers made goes while they live, and the load balancer first" \
  'kubectl delete ingress --all' 'aws resourcegroupstaggingapi get-resources' 'aws resourcegroupstaggingapi get-resources' 'aws route53 list-resource-record-sets' 'kubectl delete namespace mallbots' \
  'terraform .*/envs/dev/platform destroy .*-target=module.platform.helm_release.kube_prometheus_stack' 'kubectl delete persistentvolumeclaims' 'kubectl get persistentvolumes' \
  'terraform .*/envs/dev/platform destroy -input=false -auto-approve -var-file=[^ ]*$' 'terraform .*/envs/dev destroy'

PROTECTED=true OUTPUTS='{}' run down dev
code 1 "a protected environment"
said "a protected environment" "deletion_protection=false"
never "nothing of a protected environment is touched" 'delete|destroy'

run up staging
code 1 "an environment that is not there"
said "an environment that is not there" "there is dev"

[ "$failed" = 0 ] && echo "eks: the order is right, up and down"
exit "$failed"
