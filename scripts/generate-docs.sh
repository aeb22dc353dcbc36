#!/usr/bin/env bash
# Writes the generated pages from what is built: docs/configuration.md from the bundles' key
# declarations, docs/policy-support.md from the fields of policies, docs/commands.md and
# docs/metrics-reference.md from a daemon that runs for a moment in namespaces of its own.
# With --check nothing is written: exit code 1 when a page is not what the build would give.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

check=0
case "${1:-}" in
"") ;;
--check) check=1 ;;
*) echo "usage: scripts/generate-docs.sh [--check]" >&2 && exit 2 ;;
esac
need_root scripts/generate-docs.sh
[[ -x "$VIBRISSA" ]] || die "no build: mvn package -DskipTests first"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/etc"
jars="$(find "$ROOT/runtime/target/vibrissa/lib" -name '*.jar' -printf '%p:')"
java -cp "$ROOT/bundles/config/target/classes:$jars" \
	org.vibrissa.config.internal.key.Reference "$ROOT/bundles" "$work/configuration.md"
java -cp "$ROOT/bundles/policy/target/classes:$jars" \
	org.vibrissa.policy.internal.document.SupportPage "$work/policy-support.md"

# Network and bpffs of its own: whatever happens, nothing is left on the machine.
cat >"$work/commands.sh" <<'INSIDE'
set -eu
mount --make-rprivate /
mount -t bpf bpf /sys/fs/bpf
ip link set lo up
vibrissa=$1 work=$2
"$vibrissa" run --node docs --config-dir "$work/etc" --state-dir "$work/state" --run-dir "$work/run" \
	--log-level error >"$work/daemon.log" 2>&1 &
daemon=$!
tries=0
until "$vibrissa" --node docs --run-dir "$work/run" status --wait >/dev/null 2>&1; do
	tries=$((tries + 1))
	if [ $tries -gt 300 ] || ! kill -0 $daemon 2>/dev/null; then
		cat "$work/daemon.log" >&2
		exit 1
	fi
	sleep 0.1
done
"$vibrissa" --node docs --run-dir "$work/run" docs commands >"$work/commands.md"
"$vibrissa" --node docs --run-dir "$work/run" docs metrics >"$work/metrics-reference.md"
kill $daemon
wait $daemon || true
INSIDE
unshare --net --mount --pid --fork --kill-child --mount-proc \
	sh "$work/commands.sh" "$VIBRISSA" "$work" || die "the daemon did not answer"

status=0
for page in configuration commands policy-support metrics-reference; do
	if cmp -s "$work/$page.md" "$ROOT/docs/$page.md"; then
		say "docs/$page.md is up to date"
	elif ((check)); then
		warn "docs/$page.md is not what the build gives: run scripts/generate-docs.sh"
		status=1
	else
		cp "$work/$page.md" "$ROOT/docs/$page.md"
		say "docs/$page.md written"
	fi
done
exit $status
