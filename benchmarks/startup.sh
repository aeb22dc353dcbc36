#!/usr/bin/env bash
# startup: from exec to READY=1, the memory then, and one whole `vibrissa status`.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# As an installation does: the class archive belongs to the jars of this build.
"$ROOT/runtime/target/vibrissa/bin/vibrissa-make-archive" >&2
ROUNDS="${ROUNDS:-10}"

bench_host_up # Also warms the disk's cache: "cold" is a process without warm code, not a cold disk.
for ((round = 1; round <= ROUNDS; round++)); do
	bench_daemon_kill TERM
	inside "$BENCH_HOST" "$VIBRISSA" down --purge --yes --node "$BENCH_HOST" --config-dir "$BENCH_WORK/etc" \
		--state-dir "$BENCH_WORK/state" >/dev/null
	bench_daemon_start
	put ready_ms ms "$READY_MS"
	put rss_mib MiB "$(awk '/^VmRSS:/ {print $2 / 1024}' "/proc/$DAEMON_PID/status")"
	for ((i = 0; i < 3; i++)); do
		begun="$(date +%s%N)"
		bench_cli status >/dev/null
		put cli_ms ms "$((($(date +%s%N) - begun) / 1000))e-3"
	done
	bench_daemon_kill 9
	bench_daemon_start
	put ready_again_ms ms "$READY_MS"
	note "round $round of $ROUNDS: restart after a kill ready in $READY_MS ms"
done
results startup
