# What the tests in a virtual machine share. Emulated: everything takes some twenty times as long.
PATH=/opt/vibrissa/dist/bin:/opt/vibrissa:$PATH
export VIBRISSA_JAVA_OPTIONS="-Xms32m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"

ok() { echo "ok - $*"; }
not_ok() { echo "not ok - $*"; }
skipped() { echo "skipped - $1: $2"; }

# check NAME COMMAND...: the command's success is the test.
check() {
	local name="$1" output
	shift
	if output="$(bounded "$@" 2>&1)"; then ok "$name"; else
		not_ok "$name"
		{ echo "$output" | tail -20; for log in /tmp/*.log; do echo "$log:" && tail -15 "$log"; done; } | sed 's/^/#   /'
	fi
}

# bounded COMMAND...: a program, or an exported function, ended after two minutes.
bounded() {
	timeout --foreground 120 bash -c '"$@"' bash "$@" </dev/null
}

# wait_until SECONDS COMMAND...
wait_until() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		((SECONDS < deadline)) || return 1
		sleep 0.5
	done
}

# start_daemon NODE [NETNS]: runs it in its namespace, waits until it is ready; pid in DAEMON.
start_daemon() {
	local node="$1" netns="${2:-}" enter=()
	[[ -z "$netns" ]] || enter=(nsenter "--net=/run/netns/$netns")
	"${enter[@]}" vibrissa run --node "$node" --config-dir "/etc/vibrissa-$node" --state-dir "/var/lib/vibrissa/$node" \
		--run-dir "/run/vibrissa/$node" --bpf-dir "/sys/fs/bpf/vibrissa/$node" >"/tmp/$node.log" 2>&1 &
	DAEMON=$!
	mkdir -p "/etc/vibrissa-$node"
	if ! wait_until 150 vibrissa --node "$node" status --wait; then
		not_ok "the daemon $node becomes ready"
		tail -30 "/tmp/$node.log" | sed 's/^/#   /'
		return 1
	fi
}

# workload NAME NODE: a namespace that is an endpoint of the node.
workload() {
	ip netns add "$1" && ip -n "$1" link set lo up && vibrissa --node "$2" endpoint add "$1" --netns "$1" --timeout 60
}

address_of() { ip -n "$1" -4 -o address show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }'; }
address6_of() { ip -n "$1" -6 -o address show dev eth0 scope global | awk '{ sub("/.*", "", $4); print $4 }'; }

export -f wait_until workload
