#!/usr/bin/env bash
# policy-update: the engine and the kernel's maps with 10,000 identities, 500 policies of 10 rules and 1,000
# simulated endpoints, in a JVM with the daemon's options.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
mapfile -t options < <(grep -v '^#' "$ROOT/runtime/etc/jvm.options" | grep -v '^$')
exec "${JAVA_HOME:-/usr}/bin/java" "${options[@]}" -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" \
	org.vibrissa.bench.PolicyUpdate "${ROUNDS:-5}" "${CHANGES:-500}"
