#!/usr/bin/env bash
# observe: flows that clients of Hubble's interface get over the unix socket, the server in a JVM with the daemon's
# options, the clients in one of their own.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
mapfile -t options < <(grep -v '^#' "$ROOT/runtime/etc/jvm.options" | grep -v '^$')
exec "${JAVA_HOME:-/usr}/bin/java" "${options[@]}" -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" \
	org.vibrissa.bench.Observe "${FLOWS:-500000}" "${ROUNDS:-5}" "${SECONDS_EACH:-5}"
