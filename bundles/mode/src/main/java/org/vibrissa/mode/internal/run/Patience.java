package org.vibrissa.mode.internal.run;

import java.time.Duration;

/**
 * How long hosts are waited for.
 *
 * @param check until each has said what it would do
 * @param prepare until each receives the new mode
 * @param commit until each sends by it, or is back
 */
record Patience(Duration check, Duration prepare, Duration commit) {
    static Patience of(ModeSettings settings) {
        return new Patience(
                Duration.ofNanos(settings.check_timeout()),
                Duration.ofNanos(settings.prepare_timeout()),
                Duration.ofNanos(settings.commit_timeout()));
    }
}
