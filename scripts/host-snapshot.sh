#!/usr/bin/env bash
# What a machine looks like to the network: one line per thing, sorted, so that two snapshots can be
# compared. The lab and check use it to prove that nothing stays behind.
set -euo pipefail
export LC_ALL=C
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

usage() {
	cat <<'USAGE'
usage: scripts/host-snapshot.sh [--netns-only] [--ignore REGEX]
       scripts/host-snapshot.sh --compare FILE [--within SECONDS] [--netns-only] [--ignore REGEX]
Prints links, addresses, routes, rules, neighbours that are permanent, qdiscs and filters, nft tables and
forwarding sysctls of the current network namespace, and of the machine: named namespaces, Vibrissa's
BPF programs, maps, links and pins, its processes, run and state folders.
  --compare FILE  compares with an earlier snapshot; exit 1 and a diff when they differ
  --within S      waits up to S seconds for the two to become equal (the kernel frees lazily)
  --netns-only    leaves the machine-wide things out (another daemon may be at work)
  --ignore REGEX  leaves out lines that match (extended regular expression)
USAGE
}

compare='' within=0 machine=1 ignore=''
while (($#)); do
	case "$1" in
	--compare) compare="$2" && shift 2 ;;
	--within) within="$2" && shift 2 ;;
	--ignore) ignore="$2" && shift 2 ;;
	--netns-only) machine=0 && shift ;;
	-h | --help) usage && exit 0 ;;
	*) usage >&2 && exit 2 ;;
	esac
done

# Every line with a prefix; a tool that is missing or finds nothing gives no lines.
with() { sed -e 's/[[:space:]]\+$//' -e "s|^|$1 |"; }

netns_part() {
	# Interface indexes and MAC addresses of ours come and go: names say what is there.
	ip -o link show | sed -E 's/^[0-9]+: ([^:@]+)(@[^:]+)?:.* mtu ([0-9]+) .*state ([A-Z]+).*/\1 mtu \3 \4/' | with link
	# The kernel adds and takes away link-local addresses and multicast routes at its own pace.
	ip -o address show | grep -v ' fe80:' | sed -E 's/^[0-9]+: +([^ ]+) +(inet6?) ([^ ]+) .*/\1 \2 \3/' | with address
	for family in -4 -6; do
		ip $family route show table all 2>/dev/null | grep -Ev '(^|[ ])(fe80:|ff00::/8)' | sed -E 's/ expires [0-9a-z]+//; s/ (proto kernel|linkdown)//g' | with "route $family"
		ip $family rule show 2>/dev/null | with "rule $family"
		ip $family neighbour show nud permanent 2>/dev/null | with "neighbour $family"
	done
	local device
	for device in $(ip -o link show | sed -E 's/^[0-9]+: ([^:@]+).*/\1/'); do
		tc qdisc show dev "$device" 2>/dev/null | sed -E 's/ refcnt [0-9]+//; s/qdisc ([a-z_]+) [0-9a-f]+:/qdisc \1/' | with "tc $device"
		for hook in ingress egress; do
			tc filter show dev "$device" $hook 2>/dev/null | with "tc $device $hook"
		done
	done
	nft list tables 2>/dev/null | with nft || true
	local key
	for key in net.ipv4.ip_forward net.ipv6.conf.all.forwarding net.ipv4.conf.all.rp_filter net.ipv4.conf.default.rp_filter \
		net.ipv4.conf.all.accept_local net.ipv4.conf.all.proxy_arp net.core.bpf_jit_harden; do
		sysctl -e "$key" 2>/dev/null | with sysctl
	done
}

# Names of our maps. A program array that nothing uses or pins is left out: Linux loses the last reference
# of one when somebody lists maps in the moment of its release (prog_array_map_clear takes a reference for
# a work item that is queued already; seen on 6.18 with bpftool alone). It is empty and cannot be freed.
live_maps() {
	local used
	used="$(bpftool -j prog show 2>/dev/null | jq -c '[.[]?.map_ids[]?]')"
	bpftool -j -f map show 2>/dev/null | jq -r --argjson used "${used:-[]}" \
		'.[]? | select((.name // "") | startswith("vib"))
		| select(.type != "prog_array" or ((.pinned // []) | length > 0) or (.id as $id | $used | index($id))) | .name'
}

machine_part() {
	ip netns list 2>/dev/null | sed 's/ .*//' | with netns
	# Names alone, counted: ids differ from run to run.
	bpftool -j prog show 2>/dev/null | jq -r '.[]? | select((.name // "") | startswith("vib")) | .name' | sort | uniq -c | with bpf-program
	live_maps | sort | uniq -c | with bpf-map
	local ids
	ids="$(bpftool -j prog show 2>/dev/null | jq -c '[.[]? | select((.name // "") | startswith("vib")) | .id]')"
	bpftool -j link show 2>/dev/null | jq -r --argjson ids "${ids:-[]}" \
		'.[]? | select(.prog_id as $p | $ids | index($p)) | "of program"' | sort | uniq -c | with bpf-link
	find /sys/fs/bpf -mindepth 1 -path '*vib*' 2>/dev/null | with pin || true
	# This tree's processes alone: others may have a Vibrissa of their own at work.
	pgrep -fa -- "$tree/.*(java|vibrissa|vibtraffic)" 2>/dev/null | sed -E 's/^[0-9]+ //' |
		grep -E 'org\.vibrissa\.launcher|/lib/launcher\.jar|/vibtraffic ' | cut -c1-160 | with process || true
	find /run/vibrissa /var/lib/vibrissa -maxdepth 1 -mindepth 1 2>/dev/null | with folder || true
}

snapshot() {
	{
		netns_part
		((machine)) && machine_part
		true
	} | { if [[ -n "$ignore" ]]; then grep -Ev -- "$ignore" || true; else cat; fi; } | sort
}

if [[ -z "$compare" ]]; then
	snapshot
	exit 0
fi

deadline=$((SECONDS + within))
while :; do
	if difference="$(diff --unchanged-line-format='' --old-line-format='gone:  %L' --new-line-format='left:  %L' \
		"$compare" <(snapshot) | grep -v '^gone:  process ')"; then
		: # A process that ended meanwhile left nothing behind.
	fi
	[[ -n "$difference" ]] || exit 0
	((SECONDS < deadline)) || break
	sleep 0.5
done
printf '%s\n' "$difference"
exit 1
