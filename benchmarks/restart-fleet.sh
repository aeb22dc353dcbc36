#!/usr/bin/env bash
# restart-fleet: a pair of hosts for each mode with streams both ways; each daemon in turn is killed
# (-9) and started again.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
ROUNDS=5 RATE=3500 MODES=(vxlan geneve native)
[[ "${1:-}" != --quick ]] || ROUNDS=1

fleet_up 6
for pair in 0 1 2; do
	mode="${MODES[pair]}" a=$((2 * pair + 1)) b=$((2 * pair + 2))
	fleet_group "$mode" "$a" "$b"
	fleet_introduce "$a" "$b"
	fleet_workload "$a" "$mode-a"
	fleet_workload "$b" "$mode-b"
	fleet_path "$mode-a" "$mode-b"
done
all=()
for mode in "${MODES[@]}"; do
	fleet_stream_start "$mode-there" "$mode-a" "$mode-b" "$RATE" 4
	fleet_stream_start "$mode-back" "$mode-b" "$mode-a" "$RATE" 6
	all+=("$mode-there" "$mode-back")
done
for ((round = 1; round <= ROUNDS; round++)); do
	for n in 1 2 3 4 5 6; do
		fleet_daemon_kill "$n"
		fleet_daemon_start "$n"
		put adopt_ms ms "$READY_MS"
	done
	note "$((round * 6)) restarts"
done
for tag in "${all[@]}"; do fleet_stream_end "$tag"; done
for mode in "${MODES[@]}"; do
	put "$mode.lost" datagrams "$(fleet_count lost "$mode-there" "$mode-back")"
done
fleet_put_streams "${all[@]}"
put packets_per_s 1/s "$(fleet_rate "${all[@]}")"
put restarts restarts $((ROUNDS * 6))
results restart-fleet
