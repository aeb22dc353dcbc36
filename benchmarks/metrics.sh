#!/usr/bin/env bash
# metrics: scrapes of a host with 10,000 endpoints and 1,000 identities, as Prometheus makes them (OpenMetrics,
# packed), from the real endpoint over simulated tables, in a JVM with the daemon's options. scrape_ms: one of
# Hubble's metrics tells every endpoint apart, the others identities. every_pod_*: all of them tell every
# endpoint apart, each up to its limit of series. hubble_events_per_s: how many events of the log one thread counts
# for all of Hubble's metrics as they are configured by default.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
ROUNDS="${ROUNDS:-30}"
ENDPOINTS="${ENDPOINTS:-10000}"
IDENTITIES="${IDENTITIES:-1000}"

mapfile -t options < <(grep -v '^#' "$ROOT/runtime/etc/jvm.options" | grep -v '^$')
jars="$ROOT/bundles/metrics/target/test-classes:$ROOT/bundles/flow/target/flow-0.1.0-tests.jar:$(find "$ROOT/runtime/target/vibrissa/lib" "$ROOT/runtime/target/vibrissa/bundles" -name '*.jar' -printf '%p:')"

# scrapes PREFIX ITEM...: serves with these items of metrics.hubble and scrapes.
scrapes() {
	local prefix="$1" port series round
	shift
	coproc SERVER { exec "${JAVA_HOME:-/usr}/bin/java" "${options[@]}" -cp "$jars" org.vibrissa.metrics.internal.load.ScrapeLoad "$ENDPOINTS" "$IDENTITIES" "$@" 2>"$BENCH_WORK/server.log"; }
	# shellcheck disable=SC2153
	local server="$SERVER_PID" input="${SERVER[1]}"
	BENCH_PIDS+=("$server")
	read -r -t 60 port series <&"${SERVER[0]}" || {
		cat "$BENCH_WORK/server.log" >&2
		die "the endpoint did not start"
	}
	put "${prefix}series" series "$series"
	put "${prefix}size_bytes" bytes "$(curl -sf "http://127.0.0.1:$port/metrics" | wc -c)"
	for ((round = 0; round < 3 + ROUNDS; round++)); do
		read -r seconds bytes < <(curl -sf -o /dev/null -w '%{time_total} %{size_download}\n' \
			-H 'Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5' \
			-H 'Accept-Encoding: gzip' "http://127.0.0.1:$port/metrics")
		# The first ones load classes: a daemon does so once.
		if ((round < 3)); then
			((round > 0)) || put "${prefix}first_scrape_ms" ms "$(awk -v s="$seconds" 'BEGIN {print s * 1000}')"
			continue
		fi
		put "${prefix}scrape_ms" ms "$(awk -v s="$seconds" 'BEGIN {print s * 1000}')"
		put "${prefix}packed_bytes" bytes "$bytes"
	done
	put "${prefix}rss_mib" MiB "$(awk '/^VmRSS:/ {print $2 / 1024}' "/proc/$server/status")"
	exec {input}>&-
	wait "$server" || die "the endpoint failed: $(cat "$BENCH_WORK/server.log")"
}

note "one metric by endpoint, the others by identity"
scrapes '' 'flow:sourceContext=pod' 'drop:sourceContext=identity' 'tcp:sourceContext=identity' \
	'policy:destinationContext=identity' port-distribution flows-to-world icmp
note "every metric by endpoint"
scrapes every_pod_ 'flow:sourceContext=pod' 'drop:sourceContext=pod' 'tcp:sourceContext=pod' \
	'policy:destinationContext=pod' 'port-distribution:sourceContext=pod' icmp
note "events into Hubble's metrics"
while read -r rate; do put hubble_events_per_s 1/s "$rate"; done < <("${JAVA_HOME:-/usr}/bin/java" "${options[@]}" -cp "$jars" \
	org.vibrissa.metrics.internal.hubble.CountLoad 7 drop flow tcp icmp port-distribution flows-to-world policy | tail -n 5)
results metrics
