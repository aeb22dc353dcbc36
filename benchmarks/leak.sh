#!/usr/bin/env bash
# leak: what is left after many swaps: class loaders, descriptors, BPF objects, pins, heap.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
SWAPS="${SWAPS:-1000}"
STEP=$((SWAPS < 200 ? 10 : SWAPS / 20))
WARM=10 # The first swaps load classes and fill caches that are meant to stay.
JCMD="${JAVA_HOME:-/usr}/bin/jcmd"

# Two collections: the first enqueues references, the second frees what they held.
collect() { "$JCMD" "$DAEMON_PID" GC.run >/dev/null && "$JCMD" "$DAEMON_PID" GC.run >/dev/null; }
loaders() { "$JCMD" "$DAEMON_PID" VM.classloader_stats | grep -c 'BundleClassLoader' || true; }
descriptors() { find "/proc/$DAEMON_PID/fd" -mindepth 1 2>/dev/null | wc -l; }
# Programs, maps and links that the daemon holds or has pinned, each once.
bpf_objects() {
	{
		cat "/proc/$DAEMON_PID"/fdinfo/* 2>/dev/null | grep -E '^(prog_id|map_id|link_id):' | tr -d '\t ' || true
		find "/sys/fs/bpf/vibrissa/$BENCH_HOST" -type f -printf 'pin:%p\n'
	} | sort -u | wc -l
}
pins() { find "/sys/fs/bpf/vibrissa/$BENCH_HOST" -type f | wc -l; }
heap_kib() {
	"$JCMD" "$DAEMON_PID" GC.heap_info | awk '{for (i = 1; i < NF; i++) if ($i == "used") {v = $(i + 1); sub(/K.*/, "", v); if ($1 != "Metaspace" && $1 != "class") sum += v}} END {print sum}'
}

v1="$(sample_jar v1)" v2="$(sample_jar v2)"
bench_host_up
bench_endpoints a b
bench_cli bundle swap "$v1" >&2
swap() {
	local jar="$v2"
	(($1 % 2)) || jar="$v1"
	bench_cli bundle swap "$jar" >/dev/null || die "swap $1 failed"
}
for ((i = 1; i <= WARM; i++)); do swap "$i"; done
collect
before=("$(loaders)" "$(descriptors)" "$(bpf_objects)" "$(pins)" "$(heap_kib)")
slope="$BENCH_WORK/heap.tsv"
for ((i = 1; i <= SWAPS; i++)); do
	swap "$i"
	if ((i % STEP == 0)); then
		collect
		kib="$(heap_kib)"
		put heap_mib MiB "$(awk -v k="$kib" 'BEGIN {print k / 1024}')"
		((i * 2 < SWAPS)) || printf '%s\t%s\n' "$i" "$kib" >>"$slope"
		note "$i of $SWAPS swaps: $(loaders) class loaders, $(descriptors) descriptors, $(pins) pins"
	fi
done
collect
after=("$(loaders)" "$(descriptors)" "$(bpf_objects)" "$(pins)" "$(heap_kib)")
put class_loaders_leaked loaders $((after[0] - before[0]))
put fds_leaked descriptors $((after[1] - before[1]))
put bpf_objects_leaked objects $((after[2] - before[2]))
put pins_leaked pins $((after[3] - before[3]))
put heap_growth_kib KiB $((after[4] - before[4]))
# Slope of a straight line through the last half: what one swap leaves, without the warm-up.
put heap_kib_per_swap KiB "$(awk '{n++; x += $1; y += $2; xx += $1 * $1; xy += $1 * $2}
	END {printf "%.3f", (n * xy - x * y) / (n * xx - x * x)}' "$slope")"
put swaps swaps "$SWAPS"
results leak
