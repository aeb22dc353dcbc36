#!/bin/sh
# Fills the distribution folder: launcher, its libraries, thin client, etc. Run by the build.
# A file that did not change is left alone, and one that did is replaced by a rename: a daemon that
# runs from this folder keeps the files it has open.
# usage: assemble.sh HOME LAUNCHER_JAR LIBRARIES CLIENT
set -eu
home=$1 jar=$2 libraries=$3 client=$4
runtime=$(cd "$(dirname "$0")/.." && pwd)

put() { # FROM TO: whether TO had to change
	cmp -s "$1" "$2" && return 1
	cp -p "$1" "$2.new"
	mv "$2.new" "$2"
}

mkdir -p "$home/bin" "$home/lib" "$home/etc" "$home/systemd"
changed=no
put "$jar" "$home/lib/launcher.jar" && changed=yes
for library in "$libraries"/*.jar; do
	put "$library" "$home/lib/$(basename "$library")" && changed=yes
done
for there in "$home"/lib/*.jar; do
	name=$(basename "$there")
	[ "$name" = launcher.jar ] || [ -e "$libraries/$name" ] || rm "$there"
done
# A class archive belongs to the very files it was made from.
[ $changed = no ] || rm -f "$home/lib/vibrissa.jsa"
put "$client" "$home/bin/vibrissa" || true
cp -pR "$runtime/etc/." "$home/etc/"
install -m 755 "$runtime/packaging/vibrissa-make-archive" "$home/bin/"
install -m 755 "$runtime/packaging/install.sh" "$home/"
install -m 644 "$runtime"/packaging/*.service "$home/systemd/"
