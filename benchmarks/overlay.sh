#!/usr/bin/env bash
# overlay: what a transaction, a datagram and a byte cost between endpoints of two hosts in each mode,
# against a Linux bridge with the kernel's vxlan device, all in one interleaved run; then the same
# bytes in frames of MTU size (no segmentation offload on the underlay).
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
# shellcheck source=benchmarks/lib.sh
source "$ROOT/benchmarks/lib.sh"
# shellcheck source=benchmarks/fleet.sh
source "$ROOT/benchmarks/fleet.sh"
ROUNDS="${ROUNDS:-15}" MODES=(${MODES-vxlan geneve native}) SIZES=()
[[ "${1:-}" != --quick ]] || { ROUNDS=3 SIZES=(--transactions 2000 --datagrams 5120 --megabytes 120); }

# kernel_host N: a bridge with an endpoint and the kernel's vxlan device, namespaces k$N and ke$N.
kernel_host() {
	local host="$BENCH_ID-k$1" endpoint="$BENCH_ID-ke$1" other=$((3 - $1))
	bench_namespace "$endpoint"
	inside "$host" ip address add "192.0.2.$1/24" dev up0
	inside "$host" ip link set dev up0 up
	inside "$host" ip link add br0 type bridge
	inside "$host" ip link add vxlan0 type vxlan id 42 local "192.0.2.$1" remote "192.0.2.$other" dstport 4789
	inside "$host" ip link add to-endpoint mtu 1450 type veth peer name eth0 mtu 1450 netns "$endpoint"
	inside "$host" ip link set dev vxlan0 master br0 up
	inside "$host" ip link set dev to-endpoint master br0 up
	inside "$host" ip link set dev br0 up
	inside "$endpoint" ip address add "10.243.0.$1/24" dev eth0
	inside "$endpoint" ip link set dev eth0 up
}
bench_namespace "$BENCH_ID-k1"
bench_namespace "$BENCH_ID-k2"
wire "$BENCH_ID-k1" "$BENCH_ID-k2"
kernel_host 1
kernel_host 2
wait_for 10 "the kernel's vxlan to carry" inside "$BENCH_ID-ke1" ping -n -q -c 1 -W 1 10.243.0.2

mountpoint -q /sys/fs/bpf || mount -t bpf bpf /sys/fs/bpf
paths=("kernel,$BENCH_ID-ke1,$BENCH_ID-ke2,10.243.0.2")
hosts=("$BENCH_ID-k1" "$BENCH_ID-k2")
n=0
for mode in "${MODES[@]}"; do
	a=$((n + 1)) b=$((n + 2)) n=$((n + 2))
	fleet_pair "$mode" "$a" "$b"
	hosts+=("$(fleet_host $a)" "$(fleet_host $b)")
	fleet_introduce "$a" "$b"
	fleet_workload "$a" "$mode-a"
	fleet_workload "$b" "$mode-b"
	fleet_path "$mode-a" "$mode-b"
	paths+=("$mode,$BENCH_ID-$mode-a,$BENCH_ID-$mode-b,$(bench_address "$mode-b" 4)")
done

note "measuring $ROUNDS interleaved rounds of ${#paths[@]} paths"
"$BENCH_OUT/pathcost" --rounds "$ROUNDS" "${SIZES[@]}" "${paths[@]}" >"$BENCH_WORK/paths.json"

# No segmentation by the "card", so that frames have MTU size on the wire; the receiver may merge.
for host in "${hosts[@]}"; do
	inside "$host" ethtool -K up0 tso off gso off gro on tx-udp_tnl-segmentation off tx-udp_tnl-csum-segmentation off
done >&2
note "measuring $ROUNDS rounds in frames of MTU size"
"$BENCH_OUT/pathcost" --rounds "$ROUNDS" --transactions 200 --datagrams 1280 --megabytes 160 "${paths[@]}" >"$BENCH_WORK/wire.json"

# vxlan.rr_ratio is our vxlan over the kernel's, vxlan.wire_bulk_ratio that of bytes in small frames.
jq -n --slurpfile paths "$BENCH_WORK/paths.json" --slurpfile wire "$BENCH_WORK/wire.json" '
	{bench: "overlay", results: (
		($paths[0] | with_entries(select(.key | test("waits$|^[a-z]+/(vxlan|geneve)") | not) | .key |= sub("/kernel[.]"; ".")))
		+ ($wire[0] | with_entries(select(.key | test("^[a-z]+(/kernel)?[.]bulk(_ratio)?$"))
			| .key |= (sub("/kernel[.]"; ".") | sub("[.]"; ".wire_"))))
		+ {"waits": {median: ([$paths[0] | to_entries[] | select(.key | endswith("waits")) | .value.median] | add), min: 0, max: 0, n: 1, unit: "sleeps"}})}'
