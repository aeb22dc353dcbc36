#!/usr/bin/env bash
# datapath: what a transaction, a datagram and a byte cost between two endpoints of one host,
# against plain veth routing and against routing with an nft set of 1000 addresses, in one
# interleaved run; and what one stage of the pipeline costs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
ROUNDS="${ROUNDS:-15}"

# plain NAME NET: namespaces NAME-a, NAME-b and a router between, by veth pairs and routes alone.
plain() {
	local name="$BENCH_ID-$1" net="$2" side
	bench_namespace "$name-r"
	for side in a b; do
		bench_namespace "$name-$side"
		ip link add eth0 netns "$name-$side" type veth peer name "to-$side" netns "$name-r"
		inside "$name-r" ip address add "$net.1/32" dev "to-$side"
		inside "$name-r" ip link set "to-$side" up
	done
	for side in a:2 b:3; do
		inside "$name-${side%:*}" ip address add "$net.${side#*:}/32" dev eth0
		inside "$name-${side%:*}" ip link set eth0 up
		inside "$name-${side%:*}" ip route add "$net.1" dev eth0 scope link
		inside "$name-${side%:*}" ip route add default via "$net.1"
		inside "$name-r" ip route add "$net.${side#*:}/32" dev "to-${side%:*}"
	done
	inside "$name-r" sysctl -qw net.ipv4.ip_forward=1
}

nft_set_of_1000() {
	{
		echo 'table inet bench {'
		echo ' set allowed { type ipv4_addr; elements = {'
		for ((i = 0; i < 998; i++)); do printf '10.250.%d.%d,\n' $((i / 250)) $((i % 250 + 1)); done
		printf '%s.2, %s.3 }; }\n' "$2" "$2"
		echo ' chain forward { type filter hook forward priority 0; policy drop; ip saddr @allowed ip daddr @allowed accept; }'
		echo '}'
	} | inside "$BENCH_ID-$1-r" nft -f -
}

bench_host_up
bench_endpoints a b
plain plain 10.241.0
plain nft 10.242.0
nft_set_of_1000 nft 10.242.0

note "measuring $ROUNDS interleaved rounds"
"$BENCH_OUT/pathcost" --rounds "$ROUNDS" \
	"plain,$BENCH_ID-plain-a,$BENCH_ID-plain-b,10.241.0.3" \
	"nft1000,$BENCH_ID-nft-a,$BENCH_ID-nft-b,10.242.0.3" \
	"local,$BENCH_ID-a,$BENCH_ID-b,$(bench_address b 4)" \
	"local6,$BENCH_ID-a,$BENCH_ID-b,$(bench_address b 6)" >"$BENCH_WORK/paths.json"

note "measuring the cost of a stage"
make -s -C "$ROOT/datapath-c" bench >"$BENCH_WORK/stages.txt"
tail -n 1 "$BENCH_WORK/stages.txt" >"$BENCH_WORK/stages.json"

# local.rr_ratio is Vibrissa over plain routing, local.nft1000.rr_ratio Vibrissa over nftables.
jq -n --slurpfile paths "$BENCH_WORK/paths.json" --slurpfile stages "$BENCH_WORK/stages.json" '
	{bench: "datapath", results: (
		($paths[0] | with_entries(
			select(.key | test("waits$|^nft1000/|^local6/local|^local6/nft") | not)
			| .key |= (sub("^local/plain[.]"; "local.") | sub("^local6/plain[.]"; "local6.") | sub("^local/nft1000[.]"; "local.nft1000."))))
		+ {"waits": {median: ([$paths[0] | to_entries[] | select(.key | endswith("waits")) | .value.median] | add), min: 0, max: 0, n: 1, unit: "sleeps"}}
		+ ($stages[0] | with_entries(select(.value | type == "object"))))}'
