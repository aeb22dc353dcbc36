#!/usr/bin/env bash
# swap-fleet: eight hosts, a stream from each to the next, mode swaps of all of them; then a swap that
# must be rolled back for each fault that can be injected from outside.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
HOSTS=8 SWAPS="${SWAPS:-60}" RATE=500
[[ "${1:-}" != --quick ]] || { HOSTS=3 SWAPS=6 RATE=4000; }
ROUND=(geneve native vxlan native geneve vxlan)

fleet_up "$HOSTS"
fleet_join
for ((n = 1; n <= HOSTS; n++)); do fleet_workload "$n" "w$n"; done

# ring_start TAG, ring_end TAG: a stream from each host to the next, families in turn.
ring_start() {
	local n
	RING=()
	for ((n = 1; n <= HOSTS; n++)); do
		fleet_path "w$n" "w$((n % HOSTS + 1))"
		fleet_stream_start "$1$n" "w$n" "w$((n % HOSTS + 1))" "$RATE" $((n % 2 ? 4 : 6))
		RING+=("$1$n")
	done
}
ring_end() {
	local tag
	for tag in "${RING[@]}"; do fleet_stream_end "$tag"; done
}
mode_in_force() { fleet_cli "$1" mode get default -o json | jq -r .modeInForce; }
all_in() {
	local n
	for ((n = 1; n <= HOSTS; n++)); do [[ "$(mode_in_force "$n")" == "$1" ]] || return 1; done
}

note "$SWAPS swaps of $HOSTS hosts"
ring_start swap
for ((i = 0; i < SWAPS; i++)); do fleet_swap "${ROUND[i % 6]}"; done
ring_end
fleet_put_streams "${RING[@]}"
put packets_per_s 1/s "$(fleet_rate "${RING[@]}")"
put commit_ms_p99 ms "$(fleet_p99 commit_ms)"
put swaps swaps "$SWAPS"

block() {
	printf 'table bridge fault { chain c { type filter hook forward priority 0; %s counter drop; }; }\n' "$1" |
		inside "$FLEET_SEGMENT" nft -f -
}
unblock() { printf 'add table bridge fault\ndelete table bridge fault\n' | inside "$FLEET_SEGMENT" nft -f -; }

# The new mode's packets are lost on the wire, seen by the probes after COMMIT.
blackhole_on() { block 'udp dport 6081'; }
blackhole_off() { unblock; }
# One host of the fleet neither sends nor gets the new mode's packets.
one_host_on() { block "iifname port$HOSTS udp dport 6081"; }
one_host_off() { unblock; }
# A member stands still: nothing may be committed without it.
frozen_on() { kill -STOP "${FLEET_PID[$HOSTS]}"; }
frozen_off() { kill -CONT "${FLEET_PID[$HOSTS]}"; }
# A member dies and comes back.
dead_on() { fleet_daemon_kill "$HOSTS"; }
dead_off() { fleet_daemon_start "$HOSTS"; }
# The fleet's own port is cut off for one member.
unheard_on() { block "iifname port$HOSTS tcp sport 4243"; }
unheard_off() { unblock; }

lost_all=0
for fault in blackhole one_host frozen dead unheard; do
	wait_for 30 "all hosts to be in vxlan" all_in vxlan || die "before fault $fault"
	ring_start "$fault"
	"${fault}_on"
	begun="$(date +%s%N)"
	if fleet_cli 1 mode set default geneve --confirm 2s -o json >"$BENCH_WORK/receipt.json"; then
		die "a swap with fault $fault was committed"
	fi
	put "$fault.refused_ms" ms "$((($(date +%s%N) - begun) / 1000))e-3"
	"${fault}_off"
	wait_for 30 "all hosts to be back in vxlan" all_in vxlan || die "after fault $fault"
	ring_end
	# Without a receipt, or aborted before any host sent by the new mode: there was nothing to go back from.
	rollback="$(jq -s 'map(select(.result == "rolled-back") | .rollbackMs) | add // 0' "$BENCH_WORK/receipt.json")"
	lost="$(fleet_count lost "${RING[@]}")"
	put rollback_ms ms "$rollback"
	put "$fault.rollback_ms" ms "$rollback"
	put "$fault.lost" datagrams "$lost"
	lost_all=$((lost_all + lost))
	note "$fault: rolled back in $rollback ms, lost $lost"
done
put rollback_ms_max ms "$(awk -F'\t' '$1 == "rollback_ms" && $3 > m {m = $3} END {print m + 0}' "$SAMPLES")"
put lost_during_rollback datagrams "$lost_all"
results swap-fleet
