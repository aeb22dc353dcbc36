#!/usr/bin/env bash
# restart: the daemon is killed (-9) and started again under a stream between two endpoints.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
RESTARTS="${RESTARTS:-20}"

bench_host_up
bench_endpoints a b
bench_stream_start a b 20500
for ((i = 1; i <= RESTARTS; i++)); do
	bench_daemon_kill 9
	bench_daemon_start
	wait_for 30 "the endpoints to be ready again" bench_ready 2
	put adopt_ms ms "$READY_MS"
	note "restart $i of $RESTARTS: ready in $READY_MS ms"
done
bench_stream_end
put restarts restarts "$RESTARTS"
results restart
