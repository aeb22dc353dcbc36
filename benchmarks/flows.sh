#!/usr/bin/env bash
# flows: events from the real datapath to the log, in a JVM with the daemon's options: the reader alone, 100,000
# new flows per second, and ten times as many events.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
mapfile -t options < <(grep -v '^#' "$ROOT/runtime/etc/jvm.options" | grep -v '^$')
exec "${JAVA_HOME:-/usr}/bin/java" "${options[@]}" -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" \
	org.vibrissa.bench.Flows "${ROUNDS:-15}" "${SECONDS_EACH:-10}"
