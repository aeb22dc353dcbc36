package org.vibrissa.health.internal.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * How one probe ended.
 *
 * @param took until the answer; empty when there was none
 * @param reason why there was none
 * @param hello what a host said of itself
 */
public record Outcome(Optional<Duration> took, String reason, Optional<Hello> hello) {
    static Outcome answered(long nanos) {
        return new Outcome(Optional.of(Duration.ofNanos(nanos)), "", Optional.empty());
    }

    static Outcome answered(long nanos, Hello hello) {
        return new Outcome(Optional.of(Duration.ofNanos(nanos)), "", Optional.of(hello));
    }

    static Outcome failed(String reason) {
        return new Outcome(Optional.empty(), reason, Optional.empty());
    }
}
