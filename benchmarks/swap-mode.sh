#!/usr/bin/env bash
# swap-mode: two hosts, numbered streams both ways (IPv4 one way, IPv6 the other) and 100 TCP
# connections while the default group goes through all six changes between vxlan, geneve and native;
# then the same at the highest rate that loses nothing while nobody changes anything.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
SWAPS="${SWAPS:-1000}" MAX_SWAPS="${MAX_SWAPS:-100}" IDLE_S=120 TRIAL_S=5 RATE=10500 HIGH=400000
[[ "${1:-}" != --quick ]] || { SWAPS=12 MAX_SWAPS=6 IDLE_S=10 TRIAL_S=2 HIGH=160000; }
ROUND=(geneve native vxlan native geneve vxlan) # each of the six changes once, beginning at vxlan

fleet_up 2
fleet_join
fleet_workload 1 a
fleet_workload 2 b
fleet_path a b

both_start() {
	fleet_stream_start "$1-there" a b "$2" 4
	fleet_stream_start "$1-back" b a "$2" 6
}
both_end() {
	fleet_stream_end "$1-there"
	fleet_stream_end "$1-back"
}
# swaps N: N changes, the last of which leaves vxlan in force when N is a multiple of six.
swaps() {
	local i
	for ((i = 0; i < $1; i++)); do
		fleet_swap "${ROUND[i % 6]}"
		(((i + 1) % 50)) || note "$((i + 1)) of $1 swaps"
	done
}

note "the streams with no swap for $IDLE_S s"
both_start idle "$RATE"
sleep "$IDLE_S"
both_end idle
put worst_gap_idle_ms ms "$(fleet_worst worst_gap_ms idle-there idle-back)"
put lost_idle datagrams "$(fleet_count lost idle-there idle-back)"

note "$SWAPS swaps under 2 x $RATE datagrams/s and $FLEET_CONNECTIONS connections"
fleet_tcp_start a b
both_start swap "$RATE"
swaps "$SWAPS"
both_end swap
fleet_tcp_end
fleet_put_streams swap-there swap-back
put packets_per_s 1/s "$(fleet_rate swap-there swap-back)"
put swaps swaps "$SWAPS"
put commit_ms_p99 ms "$(fleet_p99 commit_ms)"

# holds RATE SECONDS: whether a stream of that rate gets through whole while nobody changes anything.
holds() {
	local tag="trial-$1-$RANDOM"
	fleet_stream_start "$tag" a b "$1" 4
	sleep "$2"
	fleet_stream_end "$tag"
	awk -v got="$(fleet_rate "$tag")" -v lost="$(fleet_count lost "$tag")" -v wanted="$1" \
		-v errors="$(fleet_send_errors "$tag")" 'BEGIN {exit !(lost == 0 && errors == 0 && got >= wanted * 0.98)}'
}
note "searching for the highest rate without loss"
low=$((2 * RATE)) high="$HIGH"
while ((high - low > low / 20)); do
	middle=$(((low + high) / 2))
	if holds "$middle" "$TRIAL_S"; then low="$middle"; else high="$middle"; fi
	note "between $low and $high datagrams/s"
done
# A short trial may have been lucky.
until holds "$low" $((TRIAL_S * 4)); do
	low=$((low * 95 / 100))
	((low > RATE)) || die "the machine holds no rate above $RATE datagrams/s"
done
note "$MAX_SWAPS swaps at $low datagrams/s"
fleet_stream_start max a b "$low" 4
swaps "$MAX_SWAPS"
fleet_stream_end max
put max_rate_wanted_pps 1/s "$low"
put max_rate_pps 1/s "$(fleet_rate max)"
put max_rate_lost datagrams "$(fleet_count lost max)"
put max_rate_duplicated datagrams "$(fleet_count duplicated max)"
put max_rate_reordered datagrams "$(fleet_count reordered max)"
put max_rate_worst_gap_ms ms "$(fleet_worst worst_gap_ms max)"
results swap-mode
