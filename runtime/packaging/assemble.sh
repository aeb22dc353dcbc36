#!/bin/sh
# Fills the distribution folder: launcher, thin client, etc. Run by the build.
# usage: assemble.sh HOME LAUNCHER_JAR VERSION
set -eu
home=$1 jar=$2 version=$3
runtime=$(cd "$(dirname "$0")/.." && pwd)
clang=${CLANG:-clang-19}

mkdir -p "$home/bin" "$home/lib" "$home/etc" "$home/systemd"
cp -p "$jar" "$home/lib/launcher.jar"
# A class archive belongs to the jars it was made from.
rm -f "$home/lib/vibrissa.jsa"
cp -pR "$runtime/etc/." "$home/etc/"
install -m 755 "$runtime/packaging/vibrissa-make-archive" "$home/bin/"
install -m 755 "$runtime/packaging/install.sh" "$home/"
install -m 644 "$runtime"/packaging/*.service "$home/systemd/"
"$clang" --version >/dev/null 2>&1 || {
	echo "assemble: $clang is missing; on Debian: apt-get install clang-19" >&2
	exit 1
}
format=${CLANG_FORMAT:-clang-format-19}
if command -v "$format" >/dev/null; then
	"$format" --dry-run --Werror "$runtime"/cli/*.[ch]
fi
"$clang" -std=gnu11 -O2 -Wall -Wextra -Werror -D_GNU_SOURCE "-DVIBRISSA_VERSION=\"$version\"" \
	-o "$home/bin/vibrissa" "$runtime"/cli/*.c
