#!/usr/bin/env bash
# ringbuf: how fast Java reads and decodes events of the mapped ring.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
json="$(mktemp)"
trap 'rm -f "$json"' EXIT
"${JAVA_HOME:-/usr}/bin/java" -XX:+UseSerialGC -Xmx128m -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" \
	org.vibrissa.bench.Ringbuf --json "$json" >&2
cat "$json"
