#!/usr/bin/env bash
# Installs what building, testing and running Vibrissa needs, from Debian packages alone. Does
# nothing when all of it is there.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
usage: scripts/install-deps.sh [--vm] [--list]
Installs the Debian packages that Vibrissa is built, tested and run with (Debian 12, as root).
  --vm     those for the tests in virtual machines too
  --list   print the packages, install nothing
USAGE
}

PACKAGES=(
	ca-certificates
	openjdk-17-jdk-headless maven                # the Java side
	make clang-19 clang-format-19 libc6-dev libbpf-dev # the eBPF and C side
	bpftool iproute2 nftables procps util-linux   # what the lab and the scripts look with
	etcd-server etcd-client                       # a real store for fleets
	nfdump                                        # a real collector for flow records
	python3-grpcio python3-protobuf               # a client for flows that is not ours
	prometheus                                    # promtool, and who scrapes in the tests
	iputils-ping curl jq tcpdump ethtool                  # traffic, answers, packets of a failed test
)

VM_PACKAGES=(qemu-system-x86 seabios squashfs-tools busybox-static xz-utils kmod)

list=0
for argument in "$@"; do
	case "$argument" in
	--vm) PACKAGES+=("${VM_PACKAGES[@]}") ;;
	--list) list=1 ;;
	-h | --help) usage && exit 0 ;;
	*) usage >&2 && exit 2 ;;
	esac
done
if ((list)); then
	printf '%s\n' "${PACKAGES[@]}"
	exit 0
fi

missing=()
for package in "${PACKAGES[@]}"; do
	state="$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)"
	[[ "$state" == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
	say "Debian packages: all ${#PACKAGES[@]} are installed"
	exit 0
fi

command -v apt-get >/dev/null || die "no apt-get here: Vibrissa is built on Debian 12. Install by hand: ${missing[*]}"
[[ $EUID -eq 0 ]] || die "these Debian packages are missing and installing them needs root: ${missing[*]}"

# Tests start what they need by themselves; the packages' own services are to stay off.
POLICY=/usr/sbin/policy-rc.d
if [[ ! -e $POLICY ]]; then
	trap 'rm -f "$POLICY"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$POLICY"
	chmod 755 "$POLICY"
fi

say "Debian packages to install: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
APT=(apt-get -qq -o Acquire::Retries=5 -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120)
# A source that fails (a third party's) does not matter as long as the packages can be had.
step "apt-get update" apt-update "${APT[@]}" update || warn "apt-get update failed for some source; going on"
step "apt-get install (${#missing[@]} packages)" apt-install \
	"${APT[@]}" install -y --no-install-recommends "${missing[@]}" ||
	die "the packages could not be installed"
