# shellcheck shell=bash
# Shared by the benchmarks: a host with endpoints, samples, and the result as JSON. Sourced after
# scripts/lib.sh. Progress goes to standard error: standard output is for the result.

BENCH_OUT="$ROOT/benchmarks/target"
BENCH_ID="vb$$"
BENCH_HOST="$BENCH_ID-host"
BENCH_WORK="$(mktemp -d)"
SAMPLES="$BENCH_WORK/samples.tsv"
: >"$SAMPLES"
BENCH_NAMESPACES=()
BENCH_PIDS=()
BENCH_DAEMON=0

note() { warn "$*"; }

# put KEY UNIT VALUE: one sample.
put() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$SAMPLES"; }

# results BENCH: all samples as the result document; the median of each key.
results() {
	jq -Rn --arg bench "$1" '
		def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
		[inputs | split("\t") | {key: .[0], unit: .[1], value: (.[2] | tonumber)}]
		| group_by(.key)
		| map({key: .[0].key, value: {median: (map(.value) | median), min: (map(.value) | min), max: (map(.value) | max), n: length, unit: .[0].unit}})
		| {bench: $bench, results: from_entries}' <"$SAMPLES"
}

bench_namespace() {
	ip netns add "$1"
	BENCH_NAMESPACES+=("$1")
	inside "$1" ip link set lo up
}
inside() { nsenter --net="/run/netns/$1" "${@:2}"; }
bench_cli() { "$VIBRISSA" --node "$BENCH_HOST" "$@"; }

bench_run_words() {
	printf '%s\n' nsenter "--net=/run/netns/$BENCH_HOST" "$VIBRISSA" run --node "$BENCH_HOST" \
		--config-dir "$BENCH_WORK/etc" --state-dir "$BENCH_WORK/state"
}

# Starts the daemon; sets READY_MS and DAEMON_PID.
bench_daemon_start() {
	local words
	mapfile -t words < <(bench_run_words)
	mkdir -p "$BENCH_WORK/etc"
	[[ -f "$BENCH_WORK/etc/vibrissa.yaml" ]] || echo '# The defaults.' >"$BENCH_WORK/etc/vibrissa.yaml"
	BENCH_DAEMON=1
	read -r READY_MS DAEMON_PID < <("$BENCH_OUT/untilready" "${words[@]}" 2>>"$BENCH_WORK/daemon.log" </dev/null) || {
		tail -n 30 "$BENCH_WORK/daemon.log" >&2
		die "the daemon did not become ready"
	}
}

bench_daemon_kill() {
	kill -"${1:-9}" "$DAEMON_PID"
	wait_for 20 "the daemon's end" test ! -e "/proc/$DAEMON_PID"
}

bench_host_up() {
	mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
	bench_namespace "$BENCH_HOST"
	bench_daemon_start
}

# bench_endpoints NAME...: workload namespaces $BENCH_ID-NAME that are endpoints of the host.
bench_endpoints() {
	local name
	printf 'apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: default\nspec:\n  cidrs: [10.240.0.0/24, "fd24::/64"]\n' \
		>"$BENCH_WORK/endpoints.yaml"
	for name in "$@"; do
		bench_namespace "$BENCH_ID-$name"
		printf -- '---\napiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: %s\nspec:\n  kind: netns\n  netns: %s\n' \
			"$name" "$BENCH_ID-$name"
	done >>"$BENCH_WORK/endpoints.yaml"
	bench_cli apply -f "$BENCH_WORK/endpoints.yaml" >&2
	bench_ready() {
		[[ "$(bench_cli get endpoints -o json | jq '[.items[] | select(.status.phase == "Ready")] | length')" == "$1" ]]
	}
	wait_for 30 "$# endpoints to be ready" bench_ready "$#"
}

# bench_address NAME 4|6
bench_address() {
	inside "$BENCH_ID-$1" ip -j "-$2" address show dev eth0 |
		jq -r '[.[].addr_info[] | select(.scope == "global") | .local][0]'
}

# A numbered stream between endpoints: bench_stream_start FROM TO RATE, bench_stream_end.
bench_stream_start() {
	local to
	to="$(bench_address "$2" 4)"
	rm -f "$BENCH_WORK"/stream.*
	nsenter --net="/run/netns/$BENCH_ID-$2" "$TRAFFIC" recv --bind "$to" --port 20000 --seconds 3600 \
		--ready-file "$BENCH_WORK/stream.bound" --json "$BENCH_WORK/stream.received.json" &
	STREAM_RECEIVER=$!
	BENCH_PIDS+=("$STREAM_RECEIVER")
	wait_for 10 "the receiver" test -e "$BENCH_WORK/stream.bound"
	nsenter --net="/run/netns/$BENCH_ID-$1" "$TRAFFIC" send --to "$to" --port 20000 --rate "$3" --seconds 3600 \
		--ready-file "$BENCH_WORK/stream.begun" --stop-file "$BENCH_WORK/stream.stop" \
		--json "$BENCH_WORK/stream.sent.json" &
	STREAM_SENDER=$!
	BENCH_PIDS+=("$STREAM_SENDER")
	wait_for 10 "the first datagram" test -e "$BENCH_WORK/stream.begun"
}
bench_stream_end() {
	local key
	touch "$BENCH_WORK/stream.stop"
	wait "$STREAM_SENDER" "$STREAM_RECEIVER" || die "the stream failed"
	for key in sent lost duplicated reordered socket_drops; do
		put "$key" datagrams "$(jq ".$key" "$BENCH_WORK/stream.received.json")"
	done
	put send_errors sends "$(jq .errors "$BENCH_WORK/stream.sent.json")"
	put worst_gap_ms ms "$(jq .worst_gap_ms "$BENCH_WORK/stream.received.json")"
	put packets_per_s 1/s "$(jq .rate "$BENCH_WORK/stream.sent.json")"
}

sample_jar() {
	local jar
	jar="$(find "$ROOT/integration-tests/vendor-sample" -path '*/target/*' -name "*$1*.jar" 2>/dev/null | sort | head -1)"
	[[ -n "$jar" ]] || die "the sample vendor bundle $1 is not built"
	printf '%s' "$jar"
}

# Everything down again, whatever happened.
bench_down() {
	local pid name
	# All before any is waited for: a receiver ends when its sender has.
	for pid in "${BENCH_PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
	for pid in "${BENCH_PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
	if ((BENCH_DAEMON)); then
		inside "$BENCH_HOST" "$VIBRISSA" down --purge --yes --node "$BENCH_HOST" --config-dir "$BENCH_WORK/etc" \
			--state-dir "$BENCH_WORK/state" >"$BENCH_WORK/purge.log" 2>&1 || {
			warn "the purge failed:"
			tail -n 20 "$BENCH_WORK/purge.log" >&2
		}
	fi
	for name in "${BENCH_NAMESPACES[@]}"; do ip netns delete "$name" || true; done
	rm -rf "$BENCH_WORK"
}
trap bench_down EXIT
trap 'exit 130' INT TERM
