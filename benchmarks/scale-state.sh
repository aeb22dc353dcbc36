#!/usr/bin/env bash
# scale-state: a fleet of 1000 simulated hosts with 50 endpoints each in a real etcd, and one daemon
# beside them: from start to all of it in the kernel, from one change in etcd to the kernel's map,
# and the daemon's memory.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
NODES="${NODES:-1000}"
PER_NODE="${PER_NODE:-50}"
CHANGES="${CHANGES:-500}"
SYNCS="${SYNCS:-3}"
PORT=2379 # In a namespace of our own.

java_sim() {
	exec nsenter "--net=/run/netns/$BENCH_HOST" "${JAVA_HOME:-/usr}/bin/java" -XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1 \
		-cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/classpath")" org.vibrissa.bench.FleetInEtcd "$@"
}

bench_namespace "$BENCH_HOST"
mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
inside "$BENCH_HOST" ip link add up0 type veth peer name up1
inside "$BENCH_HOST" ip address add 198.18.0.1/15 dev up0
inside "$BENCH_HOST" ip link set dev up0 up
inside "$BENCH_HOST" ip link set dev up1 up

mkdir -p "$BENCH_WORK/etc"
nsenter "--net=/run/netns/$BENCH_HOST" etcd --data-dir "$BENCH_WORK/etcd" --listen-client-urls "http://127.0.0.1:$PORT" \
	--advertise-client-urls "http://127.0.0.1:$PORT" --listen-peer-urls http://127.0.0.1:2380 \
	--initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster default=http://127.0.0.1:2380 \
	>"$BENCH_WORK/etcd.log" 2>&1 &
BENCH_PIDS+=("$!")
etcd_answers() { inside "$BENCH_HOST" curl -sf "http://127.0.0.1:$PORT/version"; }
wait_for 30 "etcd" etcd_answers

printf 'fleet:\n  store: etcd\netcd:\n  endpoints: ["http://127.0.0.1:%s"]\nnode:\n  addresses: [198.18.0.1]\ndatapath:\n  devices: [up0]\n' \
	"$PORT" >"$BENCH_WORK/etc/vibrissa.yaml"

note "$NODES hosts with $PER_NODE endpoints each come to etcd"
mkfifo "$BENCH_WORK/sim.in"
java_sim "http://127.0.0.1:$PORT" /vibrissa "$NODES" "$PER_NODE" <"$BENCH_WORK/sim.in" >"$BENCH_WORK/sim.out" 2>"$BENCH_WORK/sim.err" &
BENCH_PIDS+=("$!")
exec 9>"$BENCH_WORK/sim.in"
wait_for 180 "etcd to be filled" grep -q filled "$BENCH_WORK/sim.out" || die "$(cat "$BENCH_WORK/sim.err")"

synced() { [[ "$(bench_cli fleet store status -o json 2>/dev/null | jq -r '[.addressesInForce, .inStep] | @tsv')" == "$((NODES * PER_NODE))"$'\t'true ]]; }
for ((round = 1; round <= SYNCS; round++)); do
	begun="$(date +%s%N)"
	bench_daemon_start
	wait_for 120 "all addresses to be in force" synced || {
		bench_cli fleet store status >&2
		tail -n 30 "$BENCH_WORK/daemon.log" >&2
		die "the daemon did not come in step with etcd"
	}
	put sync_s s "$((($(date +%s%N) - begun) / 1000000))e-3"
	put ready_ms ms "$READY_MS"
	if ((round < SYNCS)); then
		bench_daemon_kill TERM
		inside "$BENCH_HOST" "$VIBRISSA" down --purge --yes --node "$BENCH_HOST" --config-dir "$BENCH_WORK/etc" \
			--state-dir "$BENCH_WORK/state" >/dev/null
	fi
done
put rss_synced_mib MiB "$(awk '/^VmRSS:/ {print $2 / 1024}' "/proc/$DAEMON_PID/status")"

note "$CHANGES changes, one by one"
inside "$BENCH_HOST" "$BENCH_OUT/maplatency" "$PORT" "/sys/fs/bpf/vibrissa/$BENCH_HOST/shared/vib_iphash" /vibrissa \
	"$NODES" "$PER_NODE" "$CHANGES" >"$BENCH_WORK/latency" || die "changes did not come to the map"
while read -r us; do put change_ms ms "${us}e-3"; done <"$BENCH_WORK/latency"
put p99_ms ms "$(sort -n "$BENCH_WORK/latency" | awk '{v[NR] = $1} END {i = int(NR * 0.99 + 0.999999); print v[i] / 1000}')"
put rss_mib MiB "$(awk '/^VmRSS:/ {print $2 / 1024}' "/proc/$DAEMON_PID/status")"
put rss_peak_mib MiB "$(awk '/^VmHWM:/ {print $2 / 1024}' "/proc/$DAEMON_PID/status")"
exec 9>&-
results scale-state
