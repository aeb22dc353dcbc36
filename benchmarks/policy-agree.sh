#!/usr/bin/env bash
# policy-agree: random policies and packets, judged by the kernel, by the explanation and by a slow reference.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
exec "${JAVA_HOME:-/usr}/bin/java" -XX:+UseSerialGC -Xmx512m -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" \
	org.vibrissa.bench.PolicyAgree "${TRIPLES:-1000000}" "${SEED:-1}"
