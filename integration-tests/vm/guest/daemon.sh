# One host: the loader's links of this kernel, two workloads, a killed daemon under traffic.
source ./lib.sh
ip link set lo up
mkdir -p /etc/vibrissa-vm
start_daemon vm || exit 1
ok "the daemon becomes ready"
cat >/tmp/pool.yaml <<'Y'
apiVersion: vibrissa.org/v1
kind: IpPool
metadata: {name: default}
spec: {cidrs: [10.77.0.0/24, "fd77::/112"]}
Y
check "a pool is taken" vibrissa --node vm apply -f /tmp/pool.yaml
check "workload a gets its device" workload a vm
check "workload b gets its device" workload b vm
A4="$(address_of a)" B4="$(address_of b)" B6="$(address6_of b)"
case "$(uname -r)" in
6.[0-5].*) form=clsact ;;
*) form=tcx ;;
esac
forms="$(vibrissa --node vm bpf link list -o json | jq -r '.. | .form? // .type? // empty' | sort -u | tr '\n' ' ')"
if [[ "$forms" == *"$form"* ]]; then ok "roots are attached by $form"; else not_ok "roots are attached by $form, not by $forms"; fi
check "IPv4 from a to b" nsenter --net=/run/netns/a ping -c 3 -i 0.2 -W 5 "$B4"
check "IPv6 from a to b" nsenter --net=/run/netns/a ping -c 3 -i 0.2 -W 5 "$B6"
check "the host reaches b" ping -c 3 -i 0.2 -W 5 "$B4"
nsenter --net=/run/netns/b vibtraffic recv --bind "$B4" --port 7000 --idle-ms 10000 --ready-file /tmp/ready --json /tmp/recv.json &
RECEIVER=$!
wait_until 10 test -e /tmp/ready
nsenter --net=/run/netns/a vibtraffic send --to "$B4" --port 7000 --rate 500 --seconds 600 --stop-file /tmp/stop --json /tmp/send.json &
SENDER=$!
sleep 2
kill -9 "$DAEMON"
wait_until 10 bash -c '! kill -0 '"$DAEMON"
start_daemon vm && ok "a new daemon adopts what the killed one left"
touch /tmp/stop
wait "$SENDER" "$RECEIVER"
echo "# sent $(tr -d '\n' </tmp/send.json)"
echo "# received $(tr -d '\n' </tmp/recv.json)"
check "nothing was lost, duplicated or reordered meanwhile" jq -es '.[0].sent > 1000 and .[1].received == .[0].sent and .[1].duplicated == 0 and .[1].reordered == 0' /tmp/send.json /tmp/recv.json
check "purge" vibrissa --node vm down --purge
check "no device is left" bash -c '! ip link show vib_host'
