#!/bin/sh
# Fills the distribution folder: launcher, thin client, etc. Run by the build.
# usage: assemble.sh HOME LAUNCHER_JAR CLIENT
set -eu
home=$1 jar=$2 client=$3
runtime=$(cd "$(dirname "$0")/.." && pwd)

mkdir -p "$home/bin" "$home/lib" "$home/etc" "$home/systemd"
# A class archive belongs to the jars it was made from.
rm -f "$home/lib/vibrissa.jsa"
cp -p "$jar" "$home/lib/launcher.jar"
cp -p "$client" "$home/bin/vibrissa.new"
mv "$home/bin/vibrissa.new" "$home/bin/vibrissa"
cp -pR "$runtime/etc/." "$home/etc/"
install -m 755 "$runtime/packaging/vibrissa-make-archive" "$home/bin/"
install -m 755 "$runtime/packaging/install.sh" "$home/"
install -m 644 "$runtime"/packaging/*.service "$home/systemd/"
