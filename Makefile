# `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help

# The folder of all data, and the first port; PORT_BASE shifts every port, so that two malls can run.
MALL_HOME ?= .mall
PORT_BASE ?=
# Added to the options of every JVM; C2 and more memory: JVM="-XX:TieredStopAtLevel=4 -Xmx256m".
JVM ?=
DEMO ?= 1
FORMAT ?= text

# A JDK 25: $JAVA_HOME, the one on PATH, or one in the usual places.
JDK := $(shell for jdk in "$$JAVA_HOME" \
		"$$(dirname "$$(dirname "$$(readlink -f "$$(command -v javac)" 2>/dev/null)")")" \
		/usr/lib/jvm/* /opt/java/* /opt/jdk* "$$HOME"/.sdkman/candidates/java/* "$$HOME"/.jdks/* \
		"$$(/usr/libexec/java_home -v 25 2>/dev/null)" /Library/Java/JavaVirtualMachines/*/Contents/Home \
		/opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do \
	if grep -qs '^JAVA_VERSION="25' "$$jdk/release" && [ -x "$$jdk/bin/javac" ]; then echo "$$jdk"; break; fi; done)
export JAVA_HOME := $(JDK)

FLEET_JAR := platform/local-fleet/target/platform-local-fleet-1.0.0-SNAPSHOT.jar
FLEET_CLASSPATH := platform/local-fleet/target/fleet.classpath
SMALL_JVM := -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m
FLEET = $(JDK)/bin/java $(SMALL_JVM) -cp "$(FLEET_JAR):$$(cat $(FLEET_CLASSPATH))" dev.mallbots.platform.fleet.Main
HERE = --home $(MALL_HOME) $(if $(PORT_BASE),--port-base $(PORT_BASE)) $(if $(JVM),--jvm "$(JVM)")
WALK_ORDER = $(JDK)/bin/java $(SMALL_JVM) -cp e2e-tests/demo/target/classes dev.mallbots.demo.Demo
WALK = $(WALK_ORDER) "$$($(FLEET) url gateway $(HERE))" "$$($(FLEET) url issuer $(HERE))"
OBSERVE = OBSERVE_TOOLS="$(OBSERVE_TOOLS)" deploy/observability/local/observe.sh
OBSERVED = $(MALL_HOME) $$(($(or $(PORT_BASE),8080) - 8080))
# A collector that is named by the caller goes first.
SEND_TRACES = [ -n "$$OTEL_EXPORTER_OTLP_ENDPOINT" ] || [ ! -f $(MALL_HOME)/observe/traces ] || export OTEL_EXPORTER_OTLP_ENDPOINT="$$(cat $(MALL_HOME)/observe/traces)"
OPERATIONS = $(JDK)/bin/java $(SMALL_JVM) -cp "e2e-tests/operations/target/classes:$$(cat e2e-tests/operations/target/operations.classpath)" dev.mallbots.operations
ASK = curl -sS --fail-with-body -H "Authorization: Bearer $$($(FLEET) token operator $(HERE))"
ASK_ONE = [ -n "$(SERVICE)" ] || { echo "Say which service, for example SERVICE=ordering." >&2; exit 1; }; $(ASK)
OPS = $$($(FLEET) url gateway $(HERE))/api/ops
# All requests of these tools come from one address.
UNLIMITED = MALLBOTS_RATE_LIMIT_CLIENT=1000000 MALLBOTS_RATE_LIMIT_ADDRESS=1000000
# Protobuf still uses sun.misc.Unsafe, of which the JDK warns on the terminal.
PROTOBUF = --sun-misc-unsafe-memory-access=allow
# A walk takes long enough to cancel the list of a bot, and there are enough bots for all lists.
CHAOS_JVM = $(JDK)/bin/java $(SMALL_JVM) -Xmx512m $(PROTOBUF) -cp "e2e-tests/chaos/target/classes:$$(cat e2e-tests/chaos/target/chaos.classpath)" dev.mallbots.chaos
CHAOS = $(UNLIMITED) MALLBOTS_DEPOT_STOP_DURATION=PT0.4S MALLBOTS_DEPOT_BOTS=12 $(CHAOS_JVM).Chaos
# The release before this one: the last tag, or the content of this file while there is none.
FROM ?= $(shell git describe --tags --abbrev=0 --match 'v*' 2>/dev/null || cat last-release)
OLDER_BUILD = target/older/$(shell git rev-parse --short=12 $(FROM)^{commit})
UPGRADE = $(UNLIMITED) $(CHAOS_JVM).Upgrade
# Enough bots, so that no order waits for one.
BOTS ?= 200
LOAD = $(UNLIMITED) MALLBOTS_DEPOT_BOTS=$(BOTS) $(JDK)/bin/java -XX:+UseSerialGC -Xmx512m $(PROTOBUF) -cp "e2e-tests/load/target/classes:$$(cat e2e-tests/load/target/load.classpath)"
BENCH = $(LOAD) dev.mallbots.load.Bench
OVERLOAD = $(LOAD) dev.mallbots.load.Overload
HOSTILE = $(LOAD) dev.mallbots.load.Hostile
# Retention of a minute instead of days, with continuous pruning.
SOAK = MALLBOTS_INBOX_KEPT=PT1M MALLBOTS_IDEMPOTENCY_KEPT=PT1M MALLBOTS_SAGA_KEPT=PT1M MALLBOTS_NOTIFICATIONS_KEPT=PT1M MALLBOTS_PRUNING_EVERY=PT10S \
	$(LOAD) dev.mallbots.load.Soak
# The time of the last build: files newer than it are not in the build.
BUILT := target/built
SOURCES = pom.xml mvnw .mvn shared-contracts platform services e2e-tests/pom.xml e2e-tests/demo e2e-tests/operations e2e-tests/deployments e2e-tests/chaos e2e-tests/load


# ---- containers; docker/README.md

# Its images carry the commit's name.
TAG ?= $(shell git rev-parse --short=12 HEAD)
IMAGES ?= mallbots
GATEWAY_PORT ?= 8080
KEYCLOAK_PORT ?= 8081
GRAFANA_PORT ?= 3000
JAEGER_PORT ?= 16686
# further files: COMPOSE_FILE=docker/compose.yaml:mine.yaml
COMPOSE_FILE ?= docker/compose.yaml
# The metrics of a local mall name the commit.
export MALLBOTS_COMMIT ?= $(TAG)
export TAG IMAGES COMPOSE_FILE GATEWAY_PORT KEYCLOAK_PORT GRAFANA_PORT JAEGER_PORT
CONTAINED := $(shell awk '!/^\#/ && NF == 3 && $$1 != "issuer" { print $$1 }' services/fleet.services)
COMPOSE = docker compose $(if $(filter off,$(TELEMETRY)),,--profile telemetry)
COMPOSE_ENV = $(if $(filter off,$(TELEMETRY)),OTEL_EXPORTER_OTLP_ENDPOINT= )
MALL_IN_CONTAINERS = http://127.0.0.1:$(firstword $(subst -, ,$(GATEWAY_PORT)))

PACTS = ./mvnw -B -ntp -q -Pcheck -pl "$$(ls services/*/src/test/java/dev/mallbots/*/*/messaging/PactsTest.java | cut -d/ -f1,2 | paste -sd,),e2e-tests/consumers" -am test -Dsurefire.failIfNoSpecifiedTests=false

# What the gRPC APIs answer, with their databases.
ANSWERS = ./mvnw -B -ntp -q -pl "$$(ls services/*/src/test/java/dev/mallbots/*/in/grpc/AnswersTest.java | cut -d/ -f1,2 | paste -sd,)" -am test -Dtest=AnswersTest -Dsurefire.failIfNoSpecifiedTests=false

# The branch of make pacts-publish; a build server often checks out a commit without one.
BRANCH ?= $(shell git branch --show-current)

# The last version for Node 20. It sends no metrics, and loads no browser, which only a PDF would need.
ASYNCAPI = mkdir -p target && echo '{"analyticsEnabled":"false","infoMessageShown":"true","userID":""}' > target/asyncapi-metrics \
	&& ASYNCAPI_METRICS_CONFIG_PATH=target/asyncapi-metrics PUPPETEER_SKIP_DOWNLOAD=true npx --yes @asyncapi/cli@4.1.1

.PHONY: manifests deploy-check deploy-test images-load images-push
.PHONY: docker-there images compose-images compose-test compose-chaos compose-roll-test compose-up compose-secrets compose-roll compose-rotate compose-demo compose-down
.PHONY: check help up ps logs restart scale observe alerts-test panels observe-down down reset demo token client-secret permissions dlq-list dlq-show dlq-replay dlq-discard sagas story saga-retry saga-undo rebuild chaos upgrade bench soak hostile overload contracts pacts pacts-publish buf openapi openapi-lint typescript-client typescript-journey asyncapi asyncapi-lint asyncapi-html build test mall-test format aot aot-in-background clean jdk built

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

up: build ## build what has changed, start the mall, place an order (DEMO=0: no order; PORT_BASE=18080: other ports; AUTH=off: no authentication; ISSUER=http://..: accept another issuer's tokens; AOT=off: no caches for the next start)
	@$(SEND_TRACES); $(FLEET) up $(HERE) $(if $(AUTH),--auth $(AUTH)) $(if $(ISSUER),--issuer $(ISSUER))
	@$(OBSERVE) targets $(OBSERVED)
	@if [ "$(DEMO)" != 0 ] && [ ! -s $(MALL_HOME)/other-issuer ]; then $(WALK); fi
	@url="$$($(FLEET) url gateway $(HERE))"; \
	echo "The mall is open: $$url/api, Swagger UI $$url/swagger-ui, OpenAPI $$url/openapi"; \
	echo "Look at it with make ps and make logs SERVICE=ordering; close it with make down."
	@[ "$(AOT)" = off ] || $(MAKE) --no-print-directory aot-in-background

ps: built ## list the processes: name, process id, port, state, memory (FORMAT=json)
	@$(FLEET) ps $(HERE) $(if $(filter json,$(FORMAT)),--json)

logs: built ## print the last lines of a log: SERVICE=ordering or ordering-2 (FOLLOW=1: and new lines)
	@$(FLEET) logs $(SERVICE) $(HERE) $(if $(FOLLOW),--follow)

restart: built ## restart a service: SERVICE=ordering, or an instance: SERVICE=ordering-2
	@$(FLEET) restart $(SERVICE) $(HERE)

scale: built ## run N instances of a service: SERVICE=ordering N=2
	@$(FLEET) scale "$(SERVICE)" "$(N)" $(HERE)
	@$(OBSERVE) targets $(OBSERVED)

observe: ## start Prometheus, Alertmanager and Jaeger beside the mall, on PATH or in OBSERVE_TOOLS=folder, with the alerts' rules
	@$(OBSERVE) up $(OBSERVED)

alerts-test: built ## break a separate mall in each way that has an alert, and see each alert fire and end (15 minutes; Prometheus and Alertmanager on PATH or in OBSERVE_TOOLS=folder)
	@$(UNLIMITED) OBSERVE_TOOLS="$(OBSERVE_TOOLS)" $(CHAOS_JVM).Alarms home=e2e-tests/chaos/target/alerts-mall port-base=25080

panels: ## ask every query of every dashboard of the Prometheus of make observe, and name those that fail or find nothing (after some minutes under load; needs python3)
	@python3 deploy/observability/grafana/dashboards.py --ask http://127.0.0.1:$$((9090 + $(or $(PORT_BASE),8080) - 8080))

observe-down: ## stop Prometheus, Alertmanager and Jaeger, and delete their data
	@$(OBSERVE) down $(OBSERVED)

down: built ## stop the mall and keep its data
	@$(FLEET) down $(HERE)

reset: built ## stop the mall and delete its data
	@$(FLEET) reset $(HERE)

demo: built ## place one order in the running mall
	@$(WALK)

token: built ## print a bearer token: ROLE=customer (store-owner, staff, operator) or USER=carla
	@$(FLEET) token "$(if $(filter command line,$(origin USER)),$(USER),$(ROLE))" $(HERE)

client-secret: built ## print the secret with which services get their own tokens, for another issuer
	@$(FLEET) client-secret $(HERE)

permissions: built ## print which service may write and read which topic
	@$(FLEET) permissions $(HERE)

dlq-list: built ## list messages that could not be handled: SERVICE=ordering (TYPE=OrderCreated)
	@$(ASK_ONE) "$(OPS)/$(SERVICE)/dead-letters$(if $(TYPE),?type=$(TYPE))" && echo

dlq-show: built ## print a dead letter with its payload: SERVICE=ordering ID=..
	@$(ASK_ONE) "$(OPS)/$(SERVICE)/dead-letters/$(ID)" && echo

dlq-replay: built ## handle dead letters again, oldest first: SERVICE=ordering, ID=.. for one (TYPE=OrderCreated: only these; NEXT=.. continues after an earlier answer)
	@$(ASK_ONE) -X POST "$(OPS)/$(SERVICE)/dead-letters/$(if $(ID),$(ID)/)replay?$(if $(TYPE),type=$(TYPE)&)$(if $(NEXT),next=$(NEXT))" && echo

dlq-discard: built ## discard a dead letter: SERVICE=ordering ID=.. REASON="a test message"
	@$(ASK_ONE) -H 'Content-Type: application/json' -d '{"reason":"$(subst ",\",$(subst ','\'',$(REASON)))"}' "$(OPS)/$(SERVICE)/dead-letters/$(ID)/discard" && echo

sagas: built ## list sagas, oldest first (STATE=compensating DELAYED=1 STUCK=1 OLDER=PT5M; ID=..: one with its log)
	@$(ASK) "$(OPS)/sagas$(if $(ID),/$(ID),?$(if $(STATE),state=$(STATE)&)$(if $(DELAYED),delayed=true&)$(if $(STUCK),stuck=true&)$(if $(OLDER),olderThan=$(OLDER)))" && echo

story: built ## print what happened to an order in all services, and what it waits for now: ID=..
	@[ -n "$(ID)" ] || { echo "Say which order: ID=.." >&2; exit 1; }
	@$(OPERATIONS).Story "$$($(FLEET) url gateway $(HERE))" "$$($(FLEET) token operator $(HERE))" "$$(awk '!/^#/ && NF == 3 && $$3 != "-" { print $$1 }' services/fleet.services | paste -sd, -)" "$(ID)"

saga-retry: built ## send the command of a saga's step again: ID=..
	@$(ASK) -X POST "$(OPS)/sagas/$(ID)/retry" && echo

saga-undo: built ## undo the completed steps of a saga: ID=..
	@$(ASK) -X POST "$(OPS)/sagas/$(ID)/compensate" && echo

rebuild: built ## rebuild a read model from the topics while the old one answers, and compare them: SERVICE=search
	@[ -n "$(SERVICE)" ] || { echo "Say which service, for example SERVICE=search." >&2; exit 1; }; \
	rebuilds="$(OPS)/$(SERVICE)/rebuilds"; \
	answer="$$($(ASK) -X POST "$$rebuilds")" || { echo "$$answer" >&2; exit 1; }; \
	id="$${answer#*\"id\":\"}"; id="$${id%%\"*}"; \
	while now="$$($(ASK) "$$rebuilds/$$id/report")" && [[ "$$now" == running* ]]; do \
		[ "$$now" = "$$before" ] || echo "$$now"; before="$$now"; sleep 0.5; \
	done; \
	echo "$$now"; [[ "$$now" == done* ]]

chaos: build ## kill and freeze processes of a separate mall, check that no data is lost (MINUTES=3 SEED=.. RATE=3 orders/s; INSTANCES=2: of every service; HARM=lose-messages: check that the test can fail)
	@$(CHAOS) $(if $(MINUTES),minutes=$(MINUTES)) $(if $(SEED),seed=$(SEED)) $(if $(RATE),rate=$(RATE)) $(if $(INSTANCES),instances=$(INSTANCES)) $(if $(HARM),harm=$(HARM))

upgrade: build ## upgrade a mall from an older build to this one under load, check that no data is lost and no message dead (FROM=a tag or commit; MINUTES=1 with both side by side; RATE=3 orders/s; OLDER=folder of an older build, already built)
	@[ -n "$(OLDER)" ] || [ -f "$(OLDER_BUILD)/built" ] || { mkdir -p $(OLDER_BUILD) && git archive $(FROM) | tar x -C $(OLDER_BUILD) \
		&& echo "Building $(FROM); the whole output is in $(OLDER_BUILD)/build.log" && cd $(OLDER_BUILD) \
		&& ./mvnw -B -T 1C -pl "$$(ls -d services/*/ | sed 's:/$$::' | paste -sd,)" -am -Dmaven.test.skip=true package > build.log 2>&1 && touch built \
		|| { echo "$(FROM) could not be built: read $(OLDER_BUILD)/build.log." >&2; exit 1; }; }
	@$(UPGRADE) $(or $(OLDER),$(OLDER_BUILD)) minutes=$(or $(MINUTES),1) $(if $(SEED),seed=$(SEED)) $(if $(RATE),rate=$(RATE)) $(if $(PORT_BASE),port-base=$(PORT_BASE))

bench: build ## measure a separate mall: orders a second, latency, cost of an order (QUICK=1: check-outs only, some minutes; RATES=5,20,50 LENGTH=20 ORDERS=4000 HISTORY=1000000 JVM=.. BOTS=200)
	@$(BENCH) $(if $(JVM),"jvm=$(JVM)") $(if $(RATES),rates=$(RATES)) $(if $(LENGTH),seconds=$(LENGTH)) $(if $(ORDERS),rush=$(ORDERS)) \
		$(if $(WARM_UP),warm-up=$(WARM_UP)) $(if $(CROWD),crowd=$(CROWD)) $(if $(BACKLOG),backlog=$(BACKLOG)) $(if $(HISTORY),many=$(HISTORY)) \
		$(if $(TRIPS),trips=$(TRIPS)) $(if $(LANES),lanes=$(LANES)) $(if $(QUICK),quick=$(QUICK))

soak: build ## run a separate mall under load for a long time, check that tables and memory do not grow (MINUTES=20 RATE=5 orders/s; JVM=.. BOTS=200)
	@$(SOAK) "jvm=$(or $(JVM),$(SMALL_JVM))" rates=$(or $(RATE),5) seconds=$$(($(or $(MINUTES),20) * 60))

hostile: build ## measure the effect of slow and idle connections on other clients of a separate mall (CROWD=10000; JVM=.. PORT_BASE=..)
	@[ "$$(ulimit -n)" -gt $$(($(or $(CROWD),10000) * 2 + 1000)) ] || ulimit -n $$(($(or $(CROWD),10000) * 2 + 1000)); \
	$(HOSTILE) crowd=$(or $(CROWD),10000) $(if $(JVM),"jvm=$(JVM)","jvm=-XX:TieredStopAtLevel=1") $(if $(PORT_BASE),port-base=$(PORT_BASE))

overload: build ## load a separate mall with three times its capacity: visits served, refused, aborted (JVM=.. PORT_BASE=..)
	@$(OVERLOAD) "jvm=$(or $(JVM),$(SMALL_JVM))" $(if $(PORT_BASE),port-base=$(PORT_BASE))

build: jdk ## build what has changed, without tests
	@if [ ! -f $(BUILT) ] || [ -n "$$(find $(SOURCES) \( -name target -o -path '*/src/test' \) -prune -o \
			-type f -newer $(BUILT) -print -quit)" ]; then \
		mkdir -p target; touch $(BUILT).new; echo "Building; the whole output is in target/build.log"; \
		./mvnw -B -T 1C -pl '!e2e-tests/features,!e2e-tests/contract,!e2e-tests/deploy,!e2e-tests/clients,!e2e-tests/consumers,!e2e-tests/keycloak,!e2e-tests/lifecycle' -Dmaven.test.skip=true package 2>&1 | tee target/build.log | awk ' \
			/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { print "  " $$3, $$4, $$NF; fflush() } \
			/Downloaded from/ { if (++files % 100 == 0) { print "  " files " files downloaded"; fflush() } } \
			/^\[ERROR\]/ { print; fflush() }' || { \
		echo "The build failed: read the errors above, or all of it in target/build.log." >&2; exit 1; }; \
		mv $(BUILT).new $(BUILT); \
	fi

check: jdk ## check format, layout, and every test that starts no process, for use before a commit
	@./mvnw -B -ntp -T 1C -Pcheck test

test: jdk ## run every test: units, services, the whole mall's features, three minutes of chaos (INSTANCES=1: one of each service; MINUTES, SEED as in chaos)
	@./mvnw -B -ntp -T 1C verify $(if $(INSTANCES),-Dfeatures.instances=$(INSTANCES))
	@$(CHAOS) seed=$(or $(SEED),1) $(if $(MINUTES),minutes=$(MINUTES))

mall-test: jdk ## test how a packaged service starts and ends, the contract and the features of the whole mall, without the services' own tests
	@./mvnw -B -ntp verify -pl e2e-tests/lifecycle,e2e-tests/contract,e2e-tests/features -am -Dtest='dev.mallbots.lifecycle.*Test,dev.mallbots.contract.*Test,dev.mallbots.features.*Test' -Dsurefire.failIfNoSpecifiedTests=false

contracts: jdk ## print which service reads which messages and gRPC answers of which other one, and which answers the clients of the gateway read, and whether that is verified (SERVICE=ordering: can it be deployed?)
	@$(PACTS) -T 1C -fae -Dtest='PactsTest,*ClientPactTest,DocumentedTest'; tested=$$?; $(ANSWERS) -fae || tested=1; \
	$(JDK)/bin/java shared-contracts/Matrix.java $(SERVICE) && exit $$tested

pacts: jdk ## write shared-contracts/pacts: what each service reads of the messages and gRPC answers of others, and the clients of the gateway's answers
	@mkdir -p shared-contracts/pacts; $(PACTS) -Dtest='PactsTest#the_pacts_in_git*+every_version_of*,*ClientPactTest' -Dpacts.write=true

pacts-publish: jdk ## publish the pacts of this commit and branch to a Pact Broker: PACT_BROKER_URL=.. (its credentials: shared-contracts/README.md; BRANCH=.. where Git has none checked out)
	@[ -n "$$PACT_BROKER_URL" ] || { echo "Set PACT_BROKER_URL to the address of the Pact Broker, for example PACT_BROKER_URL=https://broker.example." >&2; exit 1; }
	@[ -n "$(BRANCH)" ] || { echo "Git has no branch checked out: say which branch the commit belongs to, for example BRANCH=main." >&2; exit 1; }
	@[ -z "$$(git status --porcelain shared-contracts/pacts)" ] || { echo "shared-contracts/pacts differs from Git: commit it first, because a pact's version is its commit." >&2; exit 1; }
	@./mvnw -B -ntp -q -pl shared-contracts au.com.dius.pact.provider:maven:publish -Dpacts.commit=$$(git rev-parse HEAD) -Dpacts.branch="$(BRANCH)"

buf: ## check the protobuf files with buf: its lint, and its breaking changes against the last release (needs Node; ProtobufTest does without)
	@npx --yes @bufbuild/buf@1.75.0 lint shared-contracts
	@npx --yes @bufbuild/buf@1.75.0 breaking shared-contracts/src/main/proto --against '.git#ref=$(FROM),subdir=shared-contracts/src/main/proto'

openapi: build ## write docs/openapi.json; refused if a change would break a client
	@./mvnw -B -ntp -q verify -pl e2e-tests/contract -am -Dquarkus.build.skip=true -Dtest='dev.mallbots.contract.DocumentTest' -Dcontract.write=true -Dsurefire.failIfNoSpecifiedTests=false

openapi-lint: ## check docs/openapi.json with the rules of Spectral and Redocly (needs Node)
	@npx --yes @stoplight/spectral-cli@6.16.3 lint docs/openapi.json --fail-severity=hint
	@npx --yes @redocly/cli@2.77.0 lint docs/openapi.json

typescript-client: ## generate a TypeScript client from docs/openapi.json into target/typescript-client, and check the types of a journey with it (needs Node)
	@mkdir -p target/typescript-client && cp e2e-tests/contract/src/test/typescript/* target/typescript-client && cd target/typescript-client \
		&& npm ci --silent --no-audit --no-fund && npx openapi-typescript ../../docs/openapi.json -o mall.ts && npx tsc

typescript-journey: built typescript-client ## place one order in the running mall through the generated TypeScript client
	@node target/typescript-client/out/journey.js "$$($(FLEET) url gateway $(HERE))" "$$($(FLEET) token store-owner $(HERE))" \
		"$$($(FLEET) token "customer:$$(node -p 'crypto.randomUUID()')" $(HERE))"

asyncapi: jdk ## write shared-contracts/asyncapi.yaml from the topics, the protobuf files, the pacts and the recorded messages
	@./mvnw -B -ntp -q -pl shared-contracts test -Dtest=AsyncApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dasyncapi.write=true

asyncapi-lint: ## check shared-contracts/asyncapi.yaml with the rules of Spectral and with AsyncAPI's own parser (needs Node)
	@npx --yes @stoplight/spectral-cli@6.16.3 lint shared-contracts/asyncapi.yaml --fail-severity=hint
	@$(ASYNCAPI) validate shared-contracts/asyncapi.yaml --fail-severity=hint

asyncapi-html: ## make a page of shared-contracts/asyncapi.yaml: target/asyncapi/index.html (needs Node)
	@$(ASYNCAPI) generate fromTemplate shared-contracts/asyncapi.yaml @asyncapi/html-template@3.5.6 --use-new-generator \
		-o target/asyncapi -p singleFile=true --no-interactive --force-write

manifests: jdk ## write the parts of deploy/k8s that follow from the code: settings, secrets, edges, topics, users, alerts
	@./mvnw -B -ntp -q -pl e2e-tests/deploy -am test -Dtest=DerivedFilesTest -Ddeploy.write=true -Dsurefire.failIfNoSpecifiedTests=false

deploy-check: jdk ## check every overlay of deploy/k8s without a cluster, alerts and dashboards: fields, rules for pods, network edges, metrics (needs kubectl on PATH or in KUBE_TOOLS; promtool on PATH runs the tests of the alerts)
	@command -v promtool >/dev/null || echo "promtool is not on PATH: the tests of the alerts do not run. It is part of Prometheus; on Debian: apt-get install --no-install-recommends prometheus"
	@./mvnw -B -ntp -pl e2e-tests/deploy -am test -Dtest='dev.mallbots.deploy.*Test' -Dsurefire.failIfNoSpecifiedTests=false

deploy-test: ## test every overlay of deploy/k8s on a cluster that is there for tests: KUBECONFIG=.. (KUBE_TOOLS=folder of kubectl; LIVE=1: open the mall of overlays/local there, roll and kill its pods under orders; SECOND=another build to roll to)
	@LIVE="$(LIVE)" SECOND="$(SECOND)" deploy/k8s/test.sh

images-load: ## put the images of make images into a local cluster, and name the build in overlays/local: CLUSTER=kind, minikube or k3d (NAME=the cluster's; TAG=another build)
	@deploy/k8s/images.sh load "$(CLUSTER)" "$(TAG)" $(NAME)

images-push: ## push the images of make images, for make eks-up: REGISTRY=registry/prefix (TAG=another build)
	@deploy/k8s/images.sh push "$(REGISTRY)" "$(TAG)"

format: jdk ## format the code as the build requires it
	@./mvnw -B -ntp -q spotless:apply

aot: build ## record AOT caches (takes minutes); the next make up uses them. make up does this in the background after the first start of a build
	@if [ -f target/aot.pid ] && kill -0 "$$(cat target/aot.pid)" 2>/dev/null; then \
		echo "Process $$(cat target/aot.pid) records AOT caches already: wait for its end, or end it and run make aot again." >&2; exit 1; fi; \
	echo $$PPID > target/aot.pid
	@[ ! -d .mall-aot ] || $(FLEET) down --home .mall-aot >/dev/null; rm -rf .mall-aot
	@$(FLEET) up --home .mall-aot --port-base 21080 --train $(if $(JVM),--jvm "$(JVM)")
	@for order in 1 2 3; do $(WALK_ORDER) http://127.0.0.1:21080 "$$($(FLEET) url issuer --home .mall-aot)" || break; done
	@echo "Every service now writes its cache as it stops, as many at once as there are cores."
	@$(FLEET) down --home .mall-aot && $(FLEET) reset --home .mall-aot >/dev/null && rm -rf .mall-aot

# a second mall at the lowest priority, for some minutes, once for a build: target/aot.pid is as old as its last recording
aot-in-background: built
	@if [ ! target/aot.pid -nt $(BUILT) ] && [ -n "$$($(FLEET) uncached $(HERE))" ]; then \
		nohup nice -n 19 $(MAKE) --no-print-directory aot > target/aot.log 2>&1 < /dev/null & \
		echo "The next start takes less than half the time: a second mall records AOT caches for it in the background, for some minutes (target/aot.log). Not with AOT=off."; \
	fi

images: build ## build the container images, reproducibly (SERVICE=ordering; BASE_IMAGE=.. JDK_IMAGE=.. instead of the pinned ones)
	@docker/needs.sh buildx
	@docker/images.sh $(TAG) $(SERVICE)

compose-up: compose-secrets compose-images ## start the mall in containers, with Keycloak and telemetry, and place an order (DEMO=0: no order; TELEMETRY=off; GATEWAY_PORT=.. KEYCLOAK_PORT=.. GRAFANA_PORT=.. JAEGER_PORT=..)
	@$(COMPOSE_ENV) $(COMPOSE) up -d --quiet-pull && $(COMPOSE_ENV) docker/await.sh $(CONTAINED)
	@if [ "$(DEMO)" != 0 ]; then $(MAKE) --no-print-directory compose-demo; fi
	@echo "The mall is open: $(MALL_IN_CONTAINERS)/api, Swagger UI $(MALL_IN_CONTAINERS)/swagger-ui, Keycloak http://127.0.0.1:$(KEYCLOAK_PORT)/admin (admin, password in docker/secrets/passwords)."
	@[ "$(TELEMETRY)" = off ] || echo "Jaeger http://127.0.0.1:$(JAEGER_PORT), Grafana http://127.0.0.1:$(GRAFANA_PORT) (admin, password in docker/secrets/grafana-password). Close the mall with make compose-down."

docker-there:
	@docker/needs.sh compose

compose-images: build
	@for service in $(CONTAINED) provision; do docker image inspect $(IMAGES)/$$service:$(TAG) >/dev/null 2>&1 || { $(MAKE) --no-print-directory images SERVICE= && break || exit 1; }; done

compose-secrets: docker-there build
	@$(JDK)/bin/java docker/Secrets.java

# two of each service in the flow of an order; the images are those of make images, so no service is packaged here
compose-test: compose-secrets compose-images ## run the features against a separate mall in containers, without those that only a local fleet can do (INSTANCES=1: one of each service)
	@MALLBOTS_DEPOT_STOP_DURATION=PT0.6S docker/with-mall.sh "gateway ordering order-saga payments depot" \
		./mvnw -B -ntp -q verify -pl e2e-tests/features -am -Dquarkus.build.skip=true -Dfeatures.mall=compose -Dfeatures.instances=$(or $(INSTANCES),2) \
			-Dcucumber.filter.tags='not @local-fleet' -Dtest='dev.mallbots.features.*Test' -Dsurefire.failIfNoSpecifiedTests=false

compose-chaos: compose-secrets compose-images ## kill and freeze containers of a separate mall, check that no data is lost (MINUTES, SEED, RATE, INSTANCES, HARM as in chaos)
	@export MALLBOTS_DEPOT_STOP_DURATION=PT0.4S MALLBOTS_DEPOT_BOTS=12 INSTANCES=$(or $(INSTANCES),1); docker/with-mall.sh "$(CONTAINED)" \
		$(CHAOS_JVM).Chaos mall=compose instances=$$INSTANCES $(if $(MINUTES),minutes=$(MINUTES)) $(if $(SEED),seed=$(SEED)) $(if $(RATE),rate=$(RATE)) $(if $(HARM),harm=$(HARM))

compose-roll-test: compose-secrets compose-images ## replace every container behind the gateway of a separate mall under orders, check that no request fails and no data is lost (RATE=3 orders/s)
	@export MALLBOTS_DEPOT_STOP_DURATION=PT0.4S MALLBOTS_DEPOT_BOTS=12; docker/with-mall.sh "" $(CHAOS_JVM).Roll $(if $(RATE),rate=$(RATE)) $(if $(SEED),seed=$(SEED))

compose-demo: build ## place an order in the mall in containers, as carla
	@[ -f e2e-tests/demo/target/classes/dev/mallbots/demo/Demo.class ] || { echo "Nothing is built yet: run make build." >&2; exit 1; }
	@$(WALK_ORDER) $(MALL_IN_CONTAINERS) http://127.0.0.1:$(KEYCLOAK_PORT)/realms/mallbots docker/secrets/people-password

compose-roll: ## replace containers one after the other, after the migration, while the mall stays open: SERVICE=ordering, or all (TAG=an older one: roll back)
	@docker/needs.sh compose
	@$(COMPOSE_ENV) docker/roll.sh $(or $(SERVICE),$(CONTAINED))

compose-rotate: compose-secrets ## give one service new passwords for PostgreSQL and Kafka, and replace its containers: SERVICE=ordering
	@[ -n "$(SERVICE)" ] || { echo "Say which service, for example SERVICE=ordering." >&2; exit 1; }
	@sed -i.bak -e '/^db-$(SERVICE)=/d' -e '/^kafka-$(SERVICE)=/d' docker/secrets/passwords && rm docker/secrets/passwords.bak
	@$(JDK)/bin/java docker/Secrets.java && $(COMPOSE) run --rm --no-deps provision | tail -n 1 && $(COMPOSE_ENV) docker/roll.sh $(SERVICE)

compose-down: ## close the mall in containers; the data are kept (DATA=delete: they are not, nor the secrets)
	@docker/needs.sh compose
	@$(COMPOSE) down --remove-orphans $(if $(filter delete,$(DATA)),--volumes)
	@$(if $(filter delete,$(DATA)),rm -rf docker/secrets)


# ---- AWS; deploy/terraform/README.md

.PHONY: terraform-test terraform-costs eks-up eks-down

terraform-test: ## test the Terraform without AWS: TERRAFORM_PROVIDERS=folder with a mirror of the providers, or of their stand-ins (CHECKOV=its program)
	@TERRAFORM_PROVIDERS="$(TERRAFORM_PROVIDERS)" CHECKOV="$(CHECKOV)" deploy/terraform/tests/run

terraform-costs: ## test the Terraform as terraform-test does, and write docs/costs.md from its plans
	@WRITE_COSTS=1 TERRAFORM_PROVIDERS="$(TERRAFORM_PROVIDERS)" CHECKOV="$(CHECKOV)" deploy/terraform/tests/run

eks-up: ## open a mall on AWS, or bring the one that is open to this build: ENV=dev (APPROVE=1: Terraform asks nobody; TAG=.. another build's images)
	@APPROVE="$(APPROVE)" TAG="$(TAG)" deploy/terraform/eks up "$(ENV)"

eks-down: ## destroy a mall on AWS, the load balancer first: ENV=dev (APPROVE=1: Terraform asks nobody)
	@APPROVE="$(APPROVE)" deploy/terraform/eks down "$(ENV)"

clean: jdk ## delete the build output and keep the data
	@./mvnw -B -ntp -q clean

jdk:
	@[ -n "$(JDK)" ] || { echo "No JDK 25 found: install one, for example Temurin 25 from https://adoptium.net, or set JAVA_HOME to it." >&2; exit 1; }

built: jdk
	@[ -f $(FLEET_JAR) ] || { echo "Nothing is built yet: run make up." >&2; exit 1; }
