# Part of daemon.sh. The kernel's own geneve devices as the other end, on two hosts without Vibrissa: one device
# that knows its peer (IPv4 underlay), one in external mode with a route per prefix (IPv6 underlay).
VNI=300 MAC=02:00:00:00:09:09

# far_end NAMESPACE N LINK-OPTION...: device g0 of a host without Vibrissa with the addresses of number N inside.
far_end() {
	local ns="$1" n="$2" gateway
	plug "$ns" "$n"
	ip -n "$ns" link add g0 address $MAC mtu 1400 type geneve "${@:3}" || return 1
	ip -n "$ns" address add "10.50.$n.1/24" dev g0
	ip -n "$ns" address add "fd50:0:0:$n::1/64" dev g0 nodad
	ip -n "$ns" link set g0 up
	# Our end takes any inner MAC; a gateway that is asked for none needs a neighbour.
	for gateway in "10.50.$n.254" "fd50:0:0:$n::fe"; do
		ip -n "$ns" neigh add "$gateway" lladdr 02:00:00:00:01:01 dev g0 nud permanent
	done
}

# far_node NAME ADDRESS PREFIX...: the other end as the daemon is told of it.
far_node() {
	printf -- '---\napiVersion: vibrissa.org/v1\nkind: Node\nmetadata: {name: %s}\nspec:\n  addresses: ["%s"]\n  prefixes: [%s]\n  vtep: {mac: "%s"}\n' \
		"$1" "$2" "$(printf '"%s", ' "${@:3}" | sed 's/, $//')" "$MAC"
}

# both_ways NAMESPACE THERE BACK TITLE
both_ways() {
	check "$4: answers of it" pings a "$2" || vibrissa --node h1 node list | sed 's/^/#   /'
	check "$4: answers to it" pings "$1" "$3"
	begin_stream out a "$1" "$2" 50
	begin_stream in "$1" a "$3" 50
	sleep 3
	end_stream out 50 "$4: datagrams to it"
	end_stream in 50 "$4: datagrams from it"
}

plain4=10.50.8.0/24 plain6=fd50:0:0:8::/64 external4=10.50.9.0/24 external6=fd50:0:0:9::/64
far_end plain 8 id $VNI remote 192.0.2.1 && far_end external 9 external udp6zerocsumrx || not_ok "the kernel's geneve devices"
ip -n plain route add 10.50.1.0/24 via 10.50.8.254 dev g0
ip -n plain -6 route add fd50:0:0:1::/64 via fd50:0:0:8::fe dev g0
ip -n external route add 10.50.1.0/24 encap ip6 id $VNI dst 2001:db8::1 hoplimit 64 via 10.50.9.254 dev g0
ip -n external -6 route add fd50:0:0:1::/64 encap ip6 id $VNI dst 2001:db8::1 hoplimit 64 via fd50:0:0:9::fe dev g0
if kernel_before 6 3; then
	{ far_node plain 192.0.2.8 $plain4 && far_node external 2001:db8::9 $external6; } >/tmp/far.yaml
else
	{ far_node plain 192.0.2.8 $plain4 $plain6 && far_node external 2001:db8::9 $external4 $external6; } >/tmp/far.yaml
fi
check "hosts without Vibrissa are taken" vibrissa --node h1 apply -f /tmp/far.yaml
both_ways plain 10.50.8.1 "$A4" "geneve device with a remote, IPv4 in IPv4"
both_ways external fd50:0:0:9::1 "$A6" "geneve device in external mode, IPv6 in IPv6"
if kernel_before 6 3; then
	skipped "geneve device with a remote, IPv6 in IPv4" "taking it out needs Linux 6.3"
	skipped "geneve device in external mode, IPv4 in IPv6" "taking it out needs Linux 6.3"
else
	both_ways plain fd50:0:0:8::1 "$A6" "geneve device with a remote, IPv6 in IPv4"
	both_ways external 10.50.9.1 "$A4" "geneve device in external mode, IPv4 in IPv6"
fi
check "our own geneve device opens the port for receive GRO" ip -n h1 link show vib_geneve
note "geneve devices done"
