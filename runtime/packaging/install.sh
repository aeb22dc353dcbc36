#!/bin/sh
# Installs Vibrissa from the folder this script is in; run again to upgrade.
# usage: install.sh [--prefix DIR] [--no-archive]     install (default prefix: /usr/local)
#        install.sh --uninstall [--prefix DIR]        remove what was installed; configuration stays
#        install.sh --verify                          compare this folder's bundles with their SHA-256
# DESTDIR is honoured; with it nothing outside of it is touched.
set -eu
prefix=/usr/local
uninstall=no
verify=no
archive=yes
while [ $# -gt 0 ]; do
	case $1 in
	--prefix) prefix=${2:?--prefix needs a folder} && shift ;;
	--prefix=*) prefix=${1#*=} ;;
	--no-archive) archive=no ;;
	--uninstall) uninstall=yes ;;
	--verify) verify=yes ;;
	-h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit 0 ;;
	*) echo "install.sh: unknown option $1" >&2 && exit 2 ;;
	esac
	shift
done
case $prefix in
/*) ;;
*) echo "install.sh: the prefix must begin with /" >&2 && exit 2 ;;
esac
destdir=${DESTDIR:-}
home=$prefix/lib/vibrissa
units=/etc/systemd/system
protos=/etc/iproute2/rt_protos.d/vibrissa.conf
completions=$prefix/share/bash-completion/completions
from=$(cd "$(dirname "$0")" && pwd)

# Every jar of the list is there with the SHA-256 that the build wrote down.
verify_bundles() {
	[ -f "$from/bundles.list" ] || {
		echo "install.sh: $from is no built distribution (bundles.list is missing)" >&2
		exit 1
	}
	(cd "$from" && sed -n '/^#/!s/^[0-9]* [0-9a-f]* \([0-9a-f]*\) /\1  /p' bundles.list |
		sha256sum --check --strict --quiet) || {
		echo "install.sh: $from is damaged: the bundles above are not those of bundles.list" >&2
		exit 1
	}
}

if [ $verify = yes ]; then
	verify_bundles
	echo "The bundles in $from are those of bundles.list."
	exit 0
fi
if [ -z "$destdir" ] && [ "$(id -u)" != 0 ]; then
	echo "install.sh: needs root" >&2
	exit 1
fi

reload_units() {
	if [ -z "$destdir" ] && [ -d /run/systemd/system ]; then
		systemctl daemon-reload
	fi
}

if [ $uninstall = yes ]; then
	if [ -z "$destdir" ] && [ -d /run/systemd/system ]; then
		systemctl disable --now vibrissa.service 2>/dev/null || true
	fi
	if [ -z "$destdir" ] && [ -d /run/vibrissa ]; then
		for run in /run/vibrissa/*/pid; do
			[ -e "$run" ] || continue
			echo "install.sh: node $(basename "$(dirname "$run")") still runs; first: vibrissa down --purge" >&2
			exit 1
		done
	fi
	rm -rf "$destdir$home"
	rm -f "$destdir$prefix/bin/vibrissa" "$destdir$completions/vibrissa"
	rm -f "$destdir$units/vibrissa.service" "$destdir$units/vibrissa@.service" \
		"$destdir$protos"
	reload_units
	echo "Removed. Configuration stays in $destdir/etc/vibrissa."
	exit 0
fi

verify_bundles
if [ -z "$destdir" ] && ! getent group vibrissa >/dev/null; then
	groupadd --system vibrissa
fi
mkdir -p "$destdir$home" "$destdir$prefix/bin" "$destdir$completions" "$destdir$units" \
	"$destdir/etc/vibrissa/conf.d" "$destdir${protos%/*}"
# The new files beside the old ones, then one rename: a daemon that runs keeps its open files.
rm -rf "$destdir$home.new" "$destdir$home.old"
mkdir "$destdir$home.new"
cp -pR "$from/bin" "$from/lib" "$from/bundles" "$from/etc" "$from/bundles.list" \
	"$from/launch.properties" "$from/install.sh" "$from/systemd" "$destdir$home.new/"
rm -f "$destdir$home.new/lib/vibrissa.jsa"
mv "$destdir$home" "$destdir$home.old"
mv "$destdir$home.new" "$destdir$home"
rm -rf "$destdir$home.old"
ln -sf "../lib/vibrissa/bin/vibrissa" "$destdir$prefix/bin/vibrissa"
for unit in vibrissa.service vibrissa@.service; do
	sed "s|@HOME@|$home|" "$from/systemd/$unit" >"$destdir$units/$unit"
done
# So that ip route says "proto vibrissa" for our routes.
echo "118 vibrissa" >"$destdir$protos"
cp "$from/etc/completion.bash" "$destdir$completions/vibrissa"
[ -e "$destdir/etc/vibrissa/vibrissa.yaml" ] ||
	cp "$from/etc/vibrissa.yaml" "$destdir/etc/vibrissa/vibrissa.yaml"
reload_units
if [ -z "$destdir" ] && [ $archive = yes ]; then
	"$home/bin/vibrissa-make-archive" || echo "install.sh: starts will be slower, all else works" >&2
fi
echo "Installed in $destdir$home. Start: systemctl enable --now vibrissa, or: vibrissa run"
