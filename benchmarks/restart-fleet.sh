#!/usr/bin/env bash
# restart-fleet: each daemon in turn is killed (-9) and started again under streams between hosts,
# in each mode.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
HOSTS=3 ROUNDS=2 RATE=7000
[[ "${1:-}" != --quick ]] || { HOSTS=2 ROUNDS=1 RATE=10500; }

fleet_up "$HOSTS"
fleet_introduce $(seq "$HOSTS")
for ((n = 1; n <= HOSTS; n++)); do fleet_workload "$n" "w$n"; done

restarts=0 all=()
for mode in vxlan geneve native; do
	fleet_group "$mode" $(seq "$HOSTS")
	tags=()
	for ((n = 1; n <= HOSTS; n++)); do
		next=$((n % HOSTS + 1))
		fleet_path "w$n" "w$next"
		# Alternate families, so that both are under load in every direction.
		fleet_stream_start "$mode$n" "w$n" "w$next" "$RATE" $((n % 2 ? 4 : 6))
		tags+=("$mode$n")
	done
	for ((round = 1; round <= ROUNDS; round++)); do
		for ((n = 1; n <= HOSTS; n++)); do
			fleet_daemon_kill "$n"
			fleet_daemon_start "$n"
			put adopt_ms ms "$READY_MS"
			restarts=$((restarts + 1))
		done
	done
	for tag in "${tags[@]}"; do fleet_stream_end "$tag"; done
	put "$mode.lost" datagrams "$(fleet_count lost "${tags[@]}")"
	put packets_per_s 1/s "$(fleet_rate "${tags[@]}")"
	all+=("${tags[@]}")
	note "$mode: $restarts restarts so far, lost $(fleet_count lost "${tags[@]}")"
done
fleet_put_streams "${all[@]}"
put restarts restarts "$restarts"
results restart-fleet
