#!/usr/bin/env bash
# datapath: what a transaction, a datagram and a byte cost between two endpoints of one host,
# against plain veth routing and against routing with an nft set of 1000 addresses, in one
# interleaved run; and what one stage of the pipeline costs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/routers.sh
source "$ROOT/benchmarks/routers.sh"
ROUNDS="${ROUNDS:-15}"

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
