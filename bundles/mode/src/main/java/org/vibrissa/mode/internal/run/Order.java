package org.vibrissa.mode.internal.run;

import java.time.Duration;
import java.util.List;

/**
 * A change of a mode that somebody asks for.
 *
 * @param canaries hosts that send by the new mode before the others do; may be empty
 * @param confirm how long the new mode may be in force on a host without being confirmed
 * @param manual whether it is kept only when the user says so
 * @param drain how long nothing must come by the old mode before it is taken back
 * @param by who asks, for the receipt
 */
public record Order(
        String group,
        String to,
        List<String> canaries,
        Duration confirm,
        boolean manual,
        Duration drain,
        String by) {
    public Order {
        canaries = List.copyOf(canaries);
    }
}
