#!/usr/bin/env bash
# policy-datapath: what 1000 rules cost per packet, on one host and between two, against the same pipeline
# where no policy is in force; and against routing with an nft set of 1000 addresses and with 1000 nft rules
# one after the other. All in one interleaved run.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
# shellcheck source=benchmarks/routers.sh
source "$ROOT/benchmarks/routers.sh"
ROUNDS="${ROUNDS:-15}"

# thousand_rules: 500 for each direction; the last of each is the one that lets the traffic through.
thousand_rules() {
	printf 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: thousand}\nspec:\n'
	printf '  endpointSelector: {matchLabels: {app: ruled}}\n'
	rules ingress from
	rules egress to
}
rules() {
	printf '  %s:\n' "$1"
	for ((i = 0; i < 499; i++)); do
		printf '  - %sCIDR: [10.250.%d.%d/32]\n    toPorts: [{ports: [{port: "%d", protocol: TCP}]}]\n' \
			"$2" $((i / 250)) $((i % 250 + 1)) $((1000 + i))
	done
	printf '  - %sEndpoints: [{matchLabels: {app: ruled}}]\n' "$2"
}
in_force() {
	fleet_cli "$1" policy get thousand >/dev/null 2>&1 && fleet_cli "$1" policy wait --timeout 10 >&2
}

mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
fleet_pair vxlan 1 2
fleet_join
fleet_workload 1 a
fleet_workload 1 b
fleet_workload 2 far
for name in c d; do fleet_workload 1 "$name" 'app: ruled'; done
fleet_workload 2 farruled 'app: ruled'
for path in 'a b' 'a far' 'c d' 'c farruled'; do
	# shellcheck disable=SC2086
	fleet_path $path
done
thousand_rules >"$BENCH_WORK/thousand.yaml"
fleet_cli 1 apply -f "$BENCH_WORK/thousand.yaml" >&2
for host in 1 2; do wait_for 30 "the policy on host $host" in_force "$host"; done
for path in 'a c' 'a farruled'; do
	inside "$BENCH_ID-${path% *}" ping -n -q -c 1 -W 1 "$(bench_address "${path#* }" 4)" >/dev/null && die "no rule lets $path through, but it comes"
done
plain nft 10.242.0
nft_set_of_1000 nft 10.242.0
plain linear 10.243.0
nft_1000_rules linear 10.243.0

note "measuring $ROUNDS interleaved rounds"
"$BENCH_OUT/pathcost" --rounds "$ROUNDS" \
	"nft,$BENCH_ID-nft-a,$BENCH_ID-nft-b,10.242.0.3" \
	"linear,$BENCH_ID-linear-a,$BENCH_ID-linear-b,10.243.0.3" \
	"open,$BENCH_ID-a,$BENCH_ID-b,$(bench_address b 4)" \
	"ruled,$BENCH_ID-c,$BENCH_ID-d,$(bench_address d 4)" \
	"far,$BENCH_ID-a,$BENCH_ID-far,$(bench_address far 4)" \
	"farruled,$BENCH_ID-c,$BENCH_ID-farruled,$(bench_address farruled 4)" >"$BENCH_WORK/paths.json"

# rr_ratio is with rules over without, on one host; cross.rr_ratio the same between two hosts.
jq -n --slurpfile paths "$BENCH_WORK/paths.json" '
	{"ruled/open.rr_ratio": "rr_ratio", "ruled/open.udp_ratio": "udp_ratio", "ruled/open.bulk_ratio": "bulk_ratio",
	 "ruled/nft.rr_ratio": "vs_nft_set", "ruled/linear.rr_ratio": "vs_nft_linear",
	 "farruled/far.rr_ratio": "cross.rr_ratio", "farruled/far.udp_ratio": "cross.udp_ratio",
	 "farruled/far.bulk_ratio": "cross.bulk_ratio"} as $names
	| {bench: "policy-datapath", results: (
		($paths[0] | with_entries(select($names[.key] or (.key | test("^[a-z]+[.](rr|udp|bulk)$"))) | .key |= ($names[.] // .)))
		+ {"waits": {median: ([$paths[0] | to_entries[] | select(.key | endswith("waits")) | .value.median] | add), min: 0, max: 0, n: 1, unit: "sleeps"}})}'
