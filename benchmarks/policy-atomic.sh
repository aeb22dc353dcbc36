#!/usr/bin/env bash
# policy-atomic: flips between two policies under load. Both allow one port and deny another, each by rules of
# its own; so every datagram to the first must arrive and none to the second, whichever is in force.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
FLIPS="${FLIPS:-1000}"
RATE="${RATE:-20000}"
DENIED=20001

policy() {
	printf 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: flip}\nspec:\n  endpointSelector: {}\n%s\n' "$1" >"$BENCH_WORK/$2.yaml"
}
policy '  ingress:
  - fromEndpoints: [{}]
    toPorts: [{ports: [{port: "20000", protocol: UDP}]}]' narrow
policy '  ingress:
  - fromEntities: [cluster]
    toPorts: [{ports: [{port: "19000", endPort: 21000, protocol: UDP}]}]
  ingressDeny:
  - fromEntities: [all]
    toPorts: [{ports: [{port: "20001", protocol: UDP}]}]' wide

# Datagrams that came to a port where nobody listens: those that policy should have kept away.
came_through() { inside "$BENCH_ID-b" awk '$1 == "Udp:" && n++ {print $3}' /proc/net/snmp; }

bench_host_up
bench_endpoints a b
bench_cli apply -f "$BENCH_WORK/narrow.yaml" >&2
bench_cli policy wait --timeout 10 >&2
bench_stream_start a b "$RATE"
before="$(came_through)"
nsenter --net="/run/netns/$BENCH_ID-a" "$TRAFFIC" send --to "$(bench_address b 4)" --port "$DENIED" --one-way --rate "$RATE" --seconds 3600 \
	--ready-file "$BENCH_WORK/denied.begun" --stop-file "$BENCH_WORK/stream.stop" --json "$BENCH_WORK/denied.json" &
denied=$!
BENCH_PIDS+=("$denied")
wait_for 10 "the first datagram that is denied" test -e "$BENCH_WORK/denied.begun"

for ((i = 1; i <= FLIPS; i++)); do
	which=wide
	((i % 2)) || which=narrow
	begun="$(date +%s%N)"
	bench_cli apply -f "$BENCH_WORK/$which.yaml" >/dev/null || die "flip $i of $FLIPS failed"
	put apply_ms ms "$((($(date +%s%N) - begun) / 1000))e-3"
	((i % 100)) || note "$i of $FLIPS flips"
done
bench_stream_end
wait "$denied" || die "the stream that is denied failed"
through="$(($(came_through) - before))"
put flips flips "$FLIPS"
put denied_sent datagrams "$(jq .sent "$BENCH_WORK/denied.json")"
put denied_came_through datagrams "$through"
put wrong_verdicts datagrams "$((through + $(jq .lost "$BENCH_WORK/stream.received.json")))"
results policy-atomic
