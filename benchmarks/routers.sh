# shellcheck shell=bash
# What benchmarks compare with: Linux routing between two namespaces, bare or with nftables. Sourced
# after benchmarks/lib.sh.

# plain NAME NET: namespaces NAME-a, NAME-b and a router between, by veth pairs and routes alone.
plain() {
	local name="$BENCH_ID-$1" net="$2" side
	bench_namespace "$name-r"
	for side in a b; do
		bench_namespace "$name-$side"
		ip link add eth0 netns "$name-$side" type veth peer name "to-$side" netns "$name-r"
		inside "$name-r" ip address add "$net.1/32" dev "to-$side"
		inside "$name-r" ip link set "to-$side" up
	done
	for side in a:2 b:3; do
		inside "$name-${side%:*}" ip address add "$net.${side#*:}/32" dev eth0
		inside "$name-${side%:*}" ip link set eth0 up
		inside "$name-${side%:*}" ip route add "$net.1" dev eth0 scope link
		inside "$name-${side%:*}" ip route add default via "$net.1"
		inside "$name-r" ip route add "$net.${side#*:}/32" dev "to-${side%:*}"
	done
	inside "$name-r" sysctl -qw net.ipv4.ip_forward=1
}

# nft_set_of_1000 NAME NET: that router lets only a set of 1000 addresses through.
nft_set_of_1000() {
	{
		echo 'table inet bench {'
		echo ' set allowed { type ipv4_addr; elements = {'
		for ((i = 0; i < 998; i++)); do printf '10.250.%d.%d,\n' $((i / 250)) $((i % 250 + 1)); done
		printf '%s.2, %s.3 }; }\n' "$2" "$2"
		echo ' chain forward { type filter hook forward priority 0; policy drop; ip saddr @allowed ip daddr @allowed accept; }'
		echo '}'
	} | inside "$BENCH_ID-$1-r" nft -f -
}

# nft_1000_rules NAME NET: that router tries 999 rules before the one that lets the two through.
nft_1000_rules() {
	{
		echo 'table inet bench {'
		echo ' chain forward { type filter hook forward priority 0; policy drop;'
		for ((i = 0; i < 999; i++)); do printf '  ip saddr 10.250.%d.%d accept;\n' $((i / 250)) $((i % 250 + 1)); done
		printf '  ip saddr { %s.2, %s.3 } accept\n }\n}\n' "$2" "$2"
	} | inside "$BENCH_ID-$1-r" nft -f -
}
