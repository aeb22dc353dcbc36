# shellcheck shell=bash
# Shared by check, quickstart and bench: where the tree is, progress lines with elapsed time, Maven.
# Source it; it sets no traps and starts nothing.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VIBRISSA="$ROOT/runtime/target/vibrissa/bin/vibrissa"
TRAFFIC="$ROOT/integration-tests/target/vibtraffic"
LOG_DIR="${VIBRISSA_LOG_DIR:-$ROOT/target/logs}"
STARTED_AT=$SECONDS
export ROOT VIBRISSA TRAFFIC LOG_DIR

# The build wants JDK 17; another JDK may come first in PATH.
if [[ -z "${JAVA_HOME:-}" ]]; then
	for home in /usr/lib/jvm/java-17-openjdk-*; do
		[[ -x "$home/bin/javac" ]] && export JAVA_HOME="$home"
	done
fi

elapsed() { printf '%d:%02d' $(((SECONDS - STARTED_AT) / 60)) $(((SECONDS - STARTED_AT) % 60)); }
say() { printf '[%5s] %s\n' "$(elapsed)" "$*"; }
warn() { printf '[%5s] %s\n' "$(elapsed)" "$*" >&2; }

die() {
	warn "error: $*"
	exit 1
}

need_root() { [[ $EUID -eq 0 ]] || die "$1 needs root (network namespaces and BPF): run it as root or by sudo"; }

# step TITLE LOGNAME COMMAND...: runs a command with its output in a log, a line at its start and
# at its end; when it fails the end of the log is shown. Returns the command's status.
step() {
	local title="$1" log="$LOG_DIR/$2.log" begun=$SECONDS status=0
	shift 2
	mkdir -p "$LOG_DIR"
	say "$title ..."
	"$@" >"$log" 2>&1 || status=$?
	if ((status == 0)); then
		say "$title: done in $((SECONDS - begun)) s"
	else
		warn "$title: FAILED (exit $status) after $((SECONDS - begun)) s; last lines of $log:"
		tail -n 40 "$log" | sed 's/^/    /' >&2
	fi
	return "$status"
}

# wait_for SECONDS WHAT COMMAND...: polls until the command succeeds; names what was awaited if not.
wait_for() {
	local deadline=$((SECONDS + $1)) what="$2"
	shift 2
	until "$@" >/dev/null 2>&1; do
		if ((SECONDS >= deadline)); then
			warn "waited in vain for: $what"
			return 1
		fi
		sleep 0.1
	done
}

# Maven with patience for the network: each transfer is retried, also after a 5xx answer.
MVN_NET=(
	-Dmaven.wagon.http.retryHandler.class=standard
	-Dmaven.wagon.http.retryHandler.count=5
	-Dmaven.wagon.http.serviceUnavailableRetryStrategy.class=standard
	-Dmaven.wagon.http.serviceUnavailableRetryStrategy.maxRetries=5
	-Dmaven.wagon.http.serviceUnavailableRetryStrategy.retryInterval=2000
)

# Prints one line per module and per test class out of Maven's output, with the elapsed time.
mvn_progress() {
	local line
	while IFS= read -r line; do
		case "$line" in
		*"Building Vibrissa"* | *"Building Vibrissa"*"["*) say "${line#*INFO] }" ;;
		*"Tests run:"*"-- in "*) say "  ${line#*] }" ;;
		*"[ERROR]"*) warn "  ${line}" ;;
		*"BUILD SUCCESS"* | *"BUILD FAILURE"*) say "${line#*INFO] }" ;;
		esac
	done
}

# mvn_run LOGNAME ARGS...: Maven in the tree's root, progress on stdout, everything in the log. A
# download that failed is tried again (three times in all); any other failure is not.
mvn_run() {
	local log="$LOG_DIR/$1.log" attempt status
	shift
	mkdir -p "$LOG_DIR"
	for attempt in 1 2 3; do
		status=0
		(cd "$ROOT" && mvn -B -ntp "${MVN_NET[@]}" "$@" 2>&1) | tee "$log" | mvn_progress || status=$?
		((status == 0)) && return 0
		grep -Eq 'Could not transfer artifact|Connection (reset|timed out)|Temporary failure in name' "$log" || return "$status"
		warn "a download failed (attempt $attempt of 3)"
		[[ " $* " == *" -U "* ]] || set -- -U "$@"
	done
	return "$status"
}
