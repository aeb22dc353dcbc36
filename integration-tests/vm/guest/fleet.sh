# Two hosts on an underlay: VXLAN and Geneve between them, a foreign Geneve endpoint made by the kernel's own
# device, and one live change of mode under numbered traffic.
source ./lib.sh

# host N: a namespace on the underlay and its configuration.
host() {
	local node="h$1"
	ip netns add "$node" && ip -n "$node" link set lo up
	ip link add "u$1" type veth peer name under netns "$node"
	ip link set "u$1" master under up && ip -n "$node" link set under up
	ip -n "$node" address add "192.0.2.$1/24" dev under
	ip -n "$node" address add "2001:db8::$1/64" dev under nodad
	mkdir -p "/etc/vibrissa-$node"
	printf 'datapath:\n  devices: [under]\nnode:\n  addresses: [192.0.2.%s]\n' "$1" >"/etc/vibrissa-$node/vibrissa.yaml"
}

pool() {
	printf 'apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata: {name: default}\nspec: {cidrs: [10.50.%s.0/24, "fd50:0:0:%s::/64"]}\n' "$1" "$1"
}

node_resource() {
	printf -- '---\napiVersion: vibrissa.org/v1\nkind: Node\nmetadata: {name: h%s}\nspec: {addresses: [192.0.2.%s], prefixes: [10.50.%s.0/24, "fd50:0:0:%s::/64"]}\n' "$1" "$1" "$1" "$1"
}

ip link add under type bridge && ip link set under up
host 1 && host 2
start_daemon h1 h1 || exit 1
start_daemon h2 h2 || exit 1
for n in 1 2; do
	pool $n | vibrissa --node "h$n" apply -f - || not_ok "pool of h$n"
	node_resource $((3 - n)) | vibrissa --node "h$n" apply -f - || not_ok "node of h$n"
done
check "workload a on h1" workload a h1
check "workload b on h2" workload b h2
B4="$(address_of b)" B6="$(address6_of b)"
reaches() { wait_until "$1" nsenter --net=/run/netns/a ping -c 1 -W 2 "$2"; }
export -f reaches
check "IPv4 across hosts by VXLAN over IPv4" reaches 60 "$B4"
# Taking another family out of a tunnel needs BPF_F_ADJ_ROOM_DECAP_L3 of Linux 6.3.
case "$(uname -r)" in
6.[0-2].*)
	if reaches 5 "$B6"; then not_ok "IPv6 in IPv4 is refused on this kernel"; else ok "IPv6 in IPv4 is refused on this kernel"; fi
	;;
*) check "IPv6 across hosts by VXLAN over IPv4" reaches 30 "$B6" ;;
esac

for n in 1 2; do check "h$n accepts geneve" vibrissa --node "h$n" mode set default geneve --accept-only; done
nsenter --net=/run/netns/b vibtraffic recv --bind "$B4" --port 7000 --idle-ms 10000 --ready-file /tmp/fready --json /tmp/frecv.json &
RECEIVER=$!
wait_until 10 test -e /tmp/fready
nsenter --net=/run/netns/a vibtraffic send --to "$B4" --port 7000 --rate 500 --seconds 300 --stop-file /tmp/fstop --json /tmp/fsend.json &
SENDER=$!
sleep 2
for n in 1 2; do check "h$n sends by geneve" vibrissa --node "h$n" mode set default geneve --local; done
sleep 2
touch /tmp/fstop
wait "$SENDER" "$RECEIVER"
echo "# sent $(tr -d '\n' </tmp/fsend.json)"
echo "# received $(tr -d '\n' </tmp/frecv.json)"
check "a live change from vxlan to geneve lost nothing" \
	jq -es '.[0].sent > 1000 and .[1].received == .[0].sent and .[1].duplicated == 0 and .[1].reordered == 0' /tmp/fsend.json /tmp/frecv.json
geneve_packets() { vibrissa --node h2 overlay stats -o json | jq -e '[.. | objects | select((.mode? // .name?) == "geneve") | .receivedPackets? // .received?.packets? // 0] | add > 500'; }
export -f geneve_packets
check "h2 has received them by geneve" geneve_packets

for n in 1 2; do check "purge of h$n" vibrissa --node "h$n" down --purge; done
