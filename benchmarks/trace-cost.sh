#!/usr/bin/env bash
# trace-cost: what flow events cost per packet on one host, against a host whose trace slot is empty: at the
# usual aggregation, and with every packet told of twice (aggregation none). Three hosts in one interleaved run.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
ROUNDS="${ROUNDS:-15}"
OFF=1 ON=2 NONE=3

stages_of_trace() {
	fleet_cli "$1" pipeline list -o json | jq '[.[] | select(.slot == 28 and .owner == "org.vibrissa.flow")] | length'
}
told() { (($(fleet_cli "$1" flows ledger -o json | jq .delivered) > 0)); }
told_of() { [[ "$(stages_of_trace "$1")" == "$2" ]]; }

fleet_up 3
for host in $OFF $ON $NONE; do
	wait_for 30 "the trace stage of host $host" told_of "$host" 4
	fleet_workload "$host" "a$host"
	fleet_workload "$host" "b$host"
	fleet_path "a$host" "b$host"
done
for host in $ON $NONE; do wait_for 10 "flow events on host $host" told "$host"; done
fleet_cli $OFF bundle stop org.vibrissa.flow >&2
wait_for 30 "host $OFF's trace slot to be empty" told_of $OFF 0
fleet_cli $NONE config set flow.aggregation none >&2

note "measuring $ROUNDS interleaved rounds"
"$BENCH_OUT/pathcost" --rounds "$ROUNDS" \
	"off,$BENCH_ID-a$OFF,$BENCH_ID-b$OFF,$(bench_address b$OFF 4)" \
	"on,$BENCH_ID-a$ON,$BENCH_ID-b$ON,$(bench_address b$ON 4)" \
	"none,$BENCH_ID-a$NONE,$BENCH_ID-b$NONE,$(bench_address b$NONE 4)" >"$BENCH_WORK/paths.json"

difference=0
for host in $ON $NONE; do
	fleet_cli "$host" flows ledger -o json >"$BENCH_WORK/ledger.json" || true
	difference=$((difference + $(jq '.difference | fabs' "$BENCH_WORK/ledger.json")))
	note "host $host: $(jq -c '{produced, delivered, lost: ([.lost[].events] | add // 0), pending, difference}' "$BENCH_WORK/ledger.json")"
done

jq -n --slurpfile paths "$BENCH_WORK/paths.json" --argjson difference "$difference" '
	{"on/off.rr_ratio": "rr_ratio", "on/off.udp_ratio": "udp_ratio", "on/off.bulk_ratio": "bulk_ratio",
	 "none/off.rr_ratio": "none.rr_ratio", "none/off.udp_ratio": "none.udp_ratio", "none/off.bulk_ratio": "none.bulk_ratio"} as $names
	| {bench: "trace-cost", results: (
		($paths[0] | with_entries(select($names[.key] or (.key | test("^[a-z]+[.](rr|udp|bulk)$"))) | .key |= ($names[.] // .)))
		+ {"ledger_difference": {median: $difference, min: $difference, max: $difference, n: 2, unit: "events"},
		   "waits": {median: ([$paths[0] | to_entries[] | select(.key | endswith("waits")) | .value.median] | add), min: 0, max: 0, n: 1, unit: "sleeps"}})}'
