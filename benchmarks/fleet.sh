# shellcheck shell=bash
# Shared by the benchmarks with several hosts: hosts on one segment, workloads on them, streams
# between them. Sourced after benchmarks/lib.sh. Host n (from 1) is the namespace and node
# $BENCH_ID-hN with the underlay addresses 192.0.2.N and 2001:db8::N on up0 and the pool 10.50.N.0/24
# and fd50:0:0:N::/64; workload NAME is the namespace $BENCH_ID-NAME.

FLEET_SIZE=0
FLEET_SEGMENT="$BENCH_ID-net"
FLEET_CONNECTIONS=100
FLEET_STREAM_NUMBER=0
declare -A FLEET_PID=() FLEET_STREAMS=()

fleet_host() { printf '%s-h%s' "$BENCH_ID" "$1"; }
fleet_cli() { "$VIBRISSA" --node "$(fleet_host "$1")" "${@:2}"; }
fleet_words() {
	printf '%s\n' nsenter "--net=/run/netns/$(fleet_host "$1")" "$VIBRISSA" "${@:2}" --node "$(fleet_host "$1")" \
		--config-dir "$BENCH_WORK/h$1.etc" --state-dir "$BENCH_WORK/h$1.state"
}

# fleet_segment: the underlay, a bridge in a namespace of its own.
fleet_segment() {
	bench_namespace "$FLEET_SEGMENT"
	inside "$FLEET_SEGMENT" ip link add segment type bridge mcast_snooping 0
	inside "$FLEET_SEGMENT" ip link set dev segment up
}

# fleet_plug N: host N's namespace with up0 on the segment.
fleet_plug() {
	local n="$1" host
	host="$(fleet_host "$n")"
	bench_namespace "$host"
	inside "$FLEET_SEGMENT" ip link add "port$n" type veth peer name up0 netns "$host"
	inside "$FLEET_SEGMENT" ip link set dev "port$n" master segment up
	inside "$host" ip address add "192.0.2.$n/24" dev up0
	inside "$host" ip address add "2001:db8::$n/64" dev up0 nodad
	inside "$host" ip link set dev up0 up
}

fleet_config() {
	mkdir -p "$BENCH_WORK/h$1.etc"
	printf 'datapath:\n  devices: [up0]\nnode:\n  addresses: [192.0.2.%s, "2001:db8::%s"]\n' "$1" "$1" \
		>"$BENCH_WORK/h$1.etc/vibrissa.yaml"
}

# fleet_daemon_start N: returns when it is ready; sets READY_MS and FLEET_PID[N].
fleet_daemon_start() {
	local words pid
	mapfile -t words < <(fleet_words "$1" run)
	read -r READY_MS pid < <("$BENCH_OUT/untilready" "${words[@]}" 2>>"$BENCH_WORK/h$1.log" </dev/null) || {
		tail -n 30 "$BENCH_WORK/h$1.log" >&2
		die "the daemon of host $1 did not become ready"
	}
	FLEET_PID[$1]="$pid"
}

fleet_daemon_kill() {
	kill -9 "${FLEET_PID[$1]}"
	wait_for 20 "the end of host $1's daemon" test ! -e "/proc/${FLEET_PID[$1]}"
}

# fleet_up N: N hosts with daemons and pools, on one segment.
fleet_up() {
	local n
	mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
	fleet_segment
	for ((n = 1; n <= $1; n++)); do
		fleet_plug "$n"
		fleet_host_up "$n"
	done
}

# fleet_host_up N: the daemon and the pool of a host whose namespace is there.
fleet_host_up() {
	FLEET_SIZE="$1"
	fleet_config "$1"
	fleet_daemon_start "$1"
	printf 'apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: default\nspec:\n  cidrs: [10.50.%s.0/24, "fd50:0:0:%s::/64"]\n' \
		"$1" "$1" | fleet_cli "$1" apply -f - >&2
}

fleet_node() {
	printf -- '---\napiVersion: vibrissa.org/v1\nkind: Node\nmetadata:\n  name: %s\nspec:\n  addresses: [192.0.2.%s, "2001:db8::%s"]\n  prefixes: [10.50.%s.0/24, "fd50:0:0:%s::/64"]\n' \
		"$(fleet_host "$1")" "$1" "$1" "$1" "$1"
}

# fleet_introduce N...: declares these hosts on each other, without a shared store.
fleet_introduce() {
	local n other
	for n in "$@"; do
		for other in "$@"; do
			((n == other)) || fleet_node "$other"
		done | fleet_cli "$n" apply -f - >&2
	done
}

# fleet_join: every host but the first joins the first by a token.
fleet_join() {
	local n
	for ((n = 2; n <= FLEET_SIZE; n++)); do
		fleet_cli "$n" join "$(fleet_cli 1 node token -o json | jq -r .token)" >&2
	done
	fleet_knows() { [[ "$(fleet_cli "$1" get nodes -o json | jq '.items | length')" == "$FLEET_SIZE" ]]; }
	for ((n = 1; n <= FLEET_SIZE; n++)); do
		wait_for 30 "host $n to know all $FLEET_SIZE" fleet_knows "$n"
	done
}

# fleet_group MODE N...: the default group's mode by hand, before these hosts know each other.
fleet_group() {
	local n mode="$1"
	shift
	for n in "$@"; do
		printf 'apiVersion: vibrissa.org/v1\nkind: PathGroup\nmetadata:\n  name: default\nspec:\n  mode: %s\n' "$mode" |
			fleet_cli "$n" apply -f - >&2
	done
}

# wire A B: two namespaces joined by a veth pair up0, as hosts by a cable.
wire() {
	ip link add up0 netns "$1" type veth peer name up0 netns "$2"
}

# fleet_pair MODE A B: two hosts with a cable between them, their default group in this mode by hand; they do
# not know each other yet.
fleet_pair() {
	local host
	bench_namespace "$(fleet_host "$2")"
	bench_namespace "$(fleet_host "$3")"
	wire "$(fleet_host "$2")" "$(fleet_host "$3")"
	for host in "$2" "$3"; do
		inside "$(fleet_host "$host")" ip address add "192.0.2.$host/24" dev up0
		inside "$(fleet_host "$host")" ip address add "2001:db8::$host/64" dev up0 nodad
		inside "$(fleet_host "$host")" ip link set dev up0 up
		fleet_host_up "$host"
	done
	fleet_group "$1" "$2" "$3"
}

# fleet_workload N NAME [LABELS]: an endpoint of host N; labels as in a YAML flow map.
fleet_workload() {
	bench_namespace "$BENCH_ID-$2"
	printf 'apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: %s\n  labels: {%s}\nspec:\n  kind: netns\n  netns: %s\n' \
		"$2" "${3:-}" "$BENCH_ID-$2" | fleet_cli "$1" apply -f - >&2
	fleet_workload_ready() {
		[[ "$(fleet_cli "$1" get endpoint "$2" -o json | jq -r .status.phase)" == Ready ]]
	}
	wait_for 20 "workload $2 to be ready" fleet_workload_ready "$1" "$2"
}

# fleet_path FROM TO: waits until a workload gets answers from another, over both families.
fleet_path() {
	local family
	for family in 4 6; do
		wait_for 20 "$1 to reach $2 by IPv$family" \
			inside "$BENCH_ID-$1" ping -n -q -c 1 -W 1 "$(bench_address "$2" "$family")" ||
			die "no path from $1 to $2"
	done
}

# fleet_stream_start TAG FROM TO RATE [4|6]: a numbered stream between workloads.
fleet_stream_start() {
	local tag="$BENCH_WORK/stream.$1" to port=$((20000 + FLEET_STREAM_NUMBER++))
	to="$(bench_address "$3" "${5:-4}")"
	rm -f "$tag".*
	nsenter --net="/run/netns/$BENCH_ID-$3" "$TRAFFIC" recv --bind "$to" --port "$port" --seconds 7200 \
		--ready-file "$tag.bound" --json "$tag.received.json" &
	FLEET_STREAMS[$1]="$!"
	BENCH_PIDS+=("$!")
	wait_for 10 "the receiver of $1" test -e "$tag.bound"
	nsenter --net="/run/netns/$BENCH_ID-$2" "$TRAFFIC" send --to "$to" --port "$port" --rate "$4" --seconds 7200 \
		--ready-file "$tag.begun" --stop-file "$tag.stop" --json "$tag.sent.json" &
	FLEET_STREAMS[$1]+=" $!"
	BENCH_PIDS+=("$!")
	wait_for 10 "the first datagram of $1" test -e "$tag.begun"
}

# fleet_stream_end TAG: ends it; the result lies in $BENCH_WORK/stream.TAG.received.json and .sent.json.
fleet_stream_end() {
	local pid
	touch "$BENCH_WORK/stream.$1.stop"
	for pid in ${FLEET_STREAMS[$1]}; do wait "$pid" || die "stream $1 failed"; done
	unset "FLEET_STREAMS[$1]"
}

# fleet_count KEY TAG...: the sum of a key of the receivers of these streams.
fleet_count() {
	local key="$1" tag files=()
	shift
	for tag in "$@"; do files+=("$BENCH_WORK/stream.$tag.received.json"); done
	jq -s "map(.$key) | add" "${files[@]}"
}
# fleet_worst KEY TAG...: the largest.
fleet_worst() {
	local key="$1" tag files=()
	shift
	for tag in "$@"; do files+=("$BENCH_WORK/stream.$tag.received.json"); done
	jq -s "map(.$key) | max" "${files[@]}"
}
# fleet_rate TAG...: datagrams per second that all of them sent together.
fleet_rate() {
	local tag files=()
	for tag in "$@"; do files+=("$BENCH_WORK/stream.$tag.sent.json"); done
	jq -s 'map(.rate) | add | floor' "${files[@]}"
}
fleet_send_errors() {
	local tag files=()
	for tag in "$@"; do files+=("$BENCH_WORK/stream.$tag.sent.json"); done
	jq -s 'map(.errors) | add' "${files[@]}"
}
# fleet_put_streams TAG...: what became of all of them together.
fleet_put_streams() {
	local key
	for key in sent lost duplicated reordered socket_drops; do
		put "$key" datagrams "$(fleet_count "$key" "$@")"
	done
	put send_errors sends "$(fleet_send_errors "$@")"
	put worst_gap_ms ms "$(fleet_worst worst_gap_ms "$@")"
}

# fleet_tcp_start FROM TO: long-lived connections whose every byte is checked on both ends.
fleet_tcp_start() {
	local to
	to="$(bench_address "$2" 4)"
	nsenter --net="/run/netns/$BENCH_ID-$2" "$TRAFFIC" tcp-serve --bind "$to" --port 30000 --connections "$FLEET_CONNECTIONS" \
		--seconds 7200 --ready-file "$BENCH_WORK/tcp.listening" --json "$BENCH_WORK/tcp.served.json" &
	FLEET_TCP_SERVER=$!
	BENCH_PIDS+=("$!")
	wait_for 10 "the TCP server" test -e "$BENCH_WORK/tcp.listening"
	nsenter --net="/run/netns/$BENCH_ID-$1" "$TRAFFIC" tcp-connect --to "$to" --port 30000 --connections "$FLEET_CONNECTIONS" \
		--rate 10000 --seconds 7200 --ready-file "$BENCH_WORK/tcp.connected" \
		--stop-file "$BENCH_WORK/tcp.stop" --json "$BENCH_WORK/tcp.json" &
	FLEET_TCP_CLIENT=$!
	BENCH_PIDS+=("$!")
	wait_for 30 "$FLEET_CONNECTIONS connections" test -e "$BENCH_WORK/tcp.connected"
}
# fleet_tcp_end: puts connections_broken, which counts those that stood wrong as well.
fleet_tcp_end() {
	touch "$BENCH_WORK/tcp.stop"
	wait "$FLEET_TCP_CLIENT" || true # Its exit code says what the result says.
	wait "$FLEET_TCP_SERVER" || die "the TCP server failed"
	put connections connections "$(jq .finished "$BENCH_WORK/tcp.json")"
	put connections_broken connections \
		"$(jq -s --argjson n "$FLEET_CONNECTIONS" '.[0] as $c | .[1] as $s | [$n - $c.finished, $s.broken, $c.mismatches, $s.mismatches] | max' \
			"$BENCH_WORK/tcp.json" "$BENCH_WORK/tcp.served.json")"
	put tcp_worst_stall_ms ms "$(jq .worst_stall_ms "$BENCH_WORK/tcp.json")"
}

# fleet_swap MODE [OPTION...]: one mode swap of the default group, ordered on host 1; its receipt lies in
# $BENCH_WORK/receipt.json and its figures are put. The old mode is retired after 200 ms of silence, not
# after 2 s as by default: harder to lose nothing by, and a thousand swaps end.
fleet_swap() {
	local mode="$1" begun
	shift
	begun="$(date +%s%N)"
	fleet_cli 1 mode set default "$mode" --drain 200ms "$@" -o json >"$BENCH_WORK/receipt.json" ||
		die "mode set default $mode failed: $(cat "$BENCH_WORK/receipt.json")"
	put swap_ms ms "$((($(date +%s%N) - begun) / 1000))e-3"
	put commit_ms ms "$(jq -e .commitMs "$BENCH_WORK/receipt.json")"
}

# fleet_p99 KEY: of the samples put so far.
fleet_p99() {
	awk -F'\t' -v k="$1" '$1 == k {print $3}' "$SAMPLES" | sort -g |
		awk '{v[NR] = $1} END {i = int(NR * 0.99 + 0.999999); print v[i]}'
}

# The daemons of all hosts go before the namespaces do.
fleet_down() {
	local n words
	for ((n = 1; n <= FLEET_SIZE; n++)); do
		mapfile -t words < <(fleet_words "$n" down --purge --yes)
		"${words[@]}" >"$BENCH_WORK/h$n.purge.log" 2>&1 || {
			warn "the purge of host $n failed:"
			tail -n 20 "$BENCH_WORK/h$n.purge.log" >&2
		}
	done
	bench_down
}
trap fleet_down EXIT
