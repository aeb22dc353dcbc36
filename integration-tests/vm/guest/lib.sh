# What the tests in a virtual machine share. Emulated: everything takes some twenty times as long.
PATH=/opt/vibrissa/tree/runtime/target/vibrissa/bin:/opt/vibrissa:$PATH

# Results as TAP has them.
ok() { echo "ok - $*"; }
not_ok() { echo "not ok - $*"; }
skipped() { echo "ok - $1 # SKIP $2"; }

# note TEXT...: how far it has come, and when.
note() { echo "# $(cut -d' ' -f1 /proc/uptime) s: $*"; }

# kernel_before MAJOR MINOR
kernel_before() {
	local major minor
	IFS=.- read -r major minor _ < <(uname -r)
	((major < $1 || (major == $1 && minor < $2)))
}

# check NAME COMMAND...: the command's success is the test.
check() {
	local name="$1" output
	shift
	if output="$(bounded "$@" 2>&1)"; then ok "$name"; else
		not_ok "$name"
		{ echo "$output" | tail -20; for log in /tmp/*.log; do echo "$log:" && tail -15 "$log"; done; } | sed 's/^/#   /'
		return 1
	fi
}

# bounded COMMAND...: a program, or an exported function, ended after four minutes.
bounded() {
	timeout --foreground 240 bash -c '"$@"' bash "$@" </dev/null
}

# wait_until SECONDS COMMAND...
wait_until() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		((SECONDS < deadline)) || return 1
		sleep 0.2
	done
}

# plug NAMESPACE N: a new namespace with device up0 on the segment net0, with the addresses of number N.
plug() {
	ip link show net0 >/dev/null 2>&1 || { ip link add net0 type bridge && ip link set net0 up; }
	ip netns add "$1" && ip -n "$1" link set lo up
	ip link add "p$2" type veth peer name up0 netns "$1"
	ip link set "p$2" master net0 up && ip -n "$1" link set up0 up
	ip -n "$1" address add "192.0.2.$2/24" dev up0
	ip -n "$1" address add "2001:db8::$2/64" dev up0 nodad
}

# unplug NAMESPACE...: takes them and the segment away.
unplug() {
	local name
	for name in "$@"; do ip netns delete "$name"; done
	ip link delete net0
}

# launch_daemon NODE [NETNS]: runs it in its namespace; pid in DAEMON.
launch_daemon() {
	local node="$1" netns="${2:-}" enter=()
	[[ -z "$netns" ]] || enter=(nsenter "--net=/run/netns/$netns")
	mkdir -p "/etc/vibrissa-$node"
	# Emulation translates compiled code anew whenever it is patched: only what is really hot is compiled. A start
	# takes 38 s of a host CPU by this, 75 s by the defaults, 55 s by the interpreter alone.
	{
		cat /opt/vibrissa/tree/runtime/target/vibrissa/etc/jvm.options
		printf '%s\n' -XX:Tier3InvocationThreshold=10000 -XX:Tier3MinInvocationThreshold=5000 -XX:Tier3CompileThreshold=70000 \
			-XX:Tier3BackEdgeThreshold=300000
	} >"/etc/vibrissa-$node/jvm.options"
	"${enter[@]}" vibrissa run --node "$node" --config-dir "/etc/vibrissa-$node" >>"/tmp/$node.log" 2>&1 &
	DAEMON=$!
}

# await_daemon NODE: until it answers that it is ready.
await_daemon() {
	wait_until 300 vibrissa --node "$1" status --wait && note "$1 is ready" && return 0
	not_ok "the daemon $1 becomes ready"
	kill -QUIT "$DAEMON" && sleep 5 # its threads, to its log
	{ ps -eo pid,stat,time,args | sort -k3 | tail -8 && grep -a -A12 '"main"' "/tmp/$1.log" && tail -30 "/tmp/$1.log"; } | sed 's/^/#   /'
	return 1
}

start_daemon() { launch_daemon "$@" && await_daemon "$1"; }

purge() { vibrissa --node "$1" down --purge --yes --config-dir "/etc/vibrissa-$1"; }

# workload NAME NODE: a namespace that is an endpoint of the node.
workload() {
	ip netns add "$1" && ip -n "$1" link set lo up && vibrissa --node "$2" endpoint add "$1" --netns "$1" --timeout 60
}

address_of() { ip -n "$1" -4 -o address show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }'; }
address6_of() { ip -n "$1" -6 -o address show dev eth0 scope global | awk '{ sub("/.*", "", $4); print $4 }'; }

# pings NETNS ADDRESS: answered within a minute, then three times in a row.
pings() {
	wait_until 60 nsenter "--net=/run/netns/$1" ping -c 1 -W 2 "$2" && nsenter "--net=/run/netns/$1" ping -c 3 -i 0.2 -W 5 "$2"
}

declare -A RECEIVER SENDER
# begin_stream NAME FROM TO ADDRESS RATE: numbered datagrams per second from namespace to namespace.
begin_stream() {
	local at="/tmp/stream-$1"
	rm -f "$at".*
	nsenter "--net=/run/netns/$3" vibtraffic recv --bind "$4" --port 7000 --seconds 900 --idle-ms 20000 --ready-file "$at.bound" --json "$at.received" &
	RECEIVER[$1]=$!
	wait_until 20 test -e "$at.bound"
	nsenter "--net=/run/netns/$2" vibtraffic send --to "$4" --port 7000 --rate "$5" --seconds 900 --stop-file "$at.stop" --ready-file "$at.begun" --json "$at.sent" &
	SENDER[$1]=$!
	wait_until 20 test -e "$at.begun"
}

# end_stream NAME LEAST TEST: ends it; the test is that no datagram was lost, doubled or out of order.
end_stream() {
	local at="/tmp/stream-$1"
	touch "$at.stop"
	wait "${SENDER[$1]}" "${RECEIVER[$1]}"
	echo "# $1: sent $(tr -d '\n' <"$at.sent")"
	echo "# $1: received $(tr -d '\n' <"$at.received")"
	check "$3" jq -es ".[0].sent >= $2 and .[1].received == .[0].sent and .[1].duplicated == 0 and .[1].reordered == 0" "$at.sent" "$at.received"
}

snapshot() { /opt/vibrissa/tree/scripts/host-snapshot.sh "$@"; }

export -f wait_until workload pings purge snapshot
