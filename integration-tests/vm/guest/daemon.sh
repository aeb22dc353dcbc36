# One host: the loader's links of this kernel, two workloads, a killed daemon under traffic, the kernel's own
# geneve devices as the other end, purge.
source ./lib.sh
snapshot >/tmp/before.txt
plug h1 1
mkdir -p /etc/vibrissa-h1
cat >/etc/vibrissa-h1/vibrissa.yaml <<'Y'
datapath:
  devices: [up0]
node:
  addresses: [192.0.2.1, "2001:db8::1"]
overlay:
  vtep:
    vni: 300
Y
cat >/tmp/h1.yaml <<'Y'
apiVersion: vibrissa.org/v1
kind: IpPool
metadata: {name: default}
spec: {cidrs: [10.50.1.0/24, "fd50:0:0:1::/64"]}
---
apiVersion: vibrissa.org/v1
kind: PathGroup
metadata: {name: default}
spec: {mode: geneve}
Y
start_daemon h1 h1 || exit 1
ok "the daemon becomes ready"
check "a pool is taken" vibrissa --node h1 apply -f /tmp/h1.yaml
check "workload a gets its device" workload a h1
check "workload b gets its device" workload b h1
A4="$(address_of a)" A6="$(address6_of a)" B4="$(address_of b)" B6="$(address6_of b)"
if kernel_before 6 6; then form=clsact; else form=tcx; fi
forms="$(vibrissa --node h1 bpf link list -o json | jq -r '.. | .form? // .type? // empty' | sort -u | tr '\n' ' ')"
if [[ "$forms" == *"$form"* ]]; then ok "roots are attached by $form"; else not_ok "roots are attached by $form, not by $forms"; fi
check "IPv4 from a to b" pings a "$B4"
check "IPv6 from a to b" pings a "$B6"
check "the host reaches b" pings h1 "$B4"

begin_stream killed a b "$B4" 50
begin_stream killed6 a b "$B6" 50
sleep 1
kill -9 "$DAEMON"
wait "$DAEMON" 2>/dev/null
note "the daemon is killed"
start_daemon h1 h1 && ok "a new daemon adopts what the killed one left"
end_stream killed 500 "nothing of IPv4 was lost, duplicated or reordered meanwhile"
end_stream killed6 500 "nor of IPv6"

source ./geneve.sh

check "purge" purge h1
unplug a b h1 plain external
check "the machine is as it was before" snapshot --compare /tmp/before.txt --within 30
