#!/usr/bin/env bash
# swap-bundle: version swaps v1 <-> v2 of the sample vendor bundle under a stream through its stage.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
SWAPS="${SWAPS:-200}"

v1="$(sample_jar v1)" v2="$(sample_jar v2)"
bench_host_up
bench_endpoints a b
bench_cli bundle swap "$v1" >&2
bench_stream_start a b 20500
for ((i = 1; i <= SWAPS; i++)); do
	jar="$v2"
	((i % 2)) || jar="$v1"
	begun="$(date +%s%N)"
	bench_cli bundle swap "$jar" -o json >"$BENCH_WORK/receipt.json" || die "swap $i of $SWAPS failed"
	put swap_ms ms "$((($(date +%s%N) - begun) / 1000))e-3"
	put handover_us us "$(jq -e '.handoverMicros' "$BENCH_WORK/receipt.json")"
	((i % 20)) || note "$i of $SWAPS swaps"
done
bench_stream_end
put swaps swaps "$SWAPS"
put handover_us_p99 us "$(awk -F'\t' '$1 == "handover_us" {print $3}' "$SAMPLES" | sort -g | awk '{v[NR] = $1} END {i = int(NR * 0.99 + 0.999999); print v[i]}')"
results swap-bundle
