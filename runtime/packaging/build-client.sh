#!/bin/sh
# Compiles the thin client. Run by the build. usage: build-client.sh OUTPUT VERSION
set -eu
output=$1 version=$2
cli=$(cd "$(dirname "$0")/../cli" && pwd)
clang=${CLANG:-clang-19}
"$clang" --version >/dev/null 2>&1 || {
	echo "build-client: $clang is missing; on Debian: apt-get install clang-19" >&2
	exit 1
}
format=${CLANG_FORMAT:-clang-format-19}
if command -v "$format" >/dev/null; then
	"$format" --dry-run --Werror "$cli"/*.[ch]
fi
mkdir -p "$(dirname "$output")"
"$clang" -std=gnu11 -O2 -Wall -Wextra -Werror -D_GNU_SOURCE "-DVIBRISSA_VERSION=\"$version\"" \
	-o "$output" "$cli"/*.c
