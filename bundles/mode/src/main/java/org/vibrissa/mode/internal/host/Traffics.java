package org.vibrissa.mode.internal.host;

import java.util.Optional;
import org.vibrissa.node.ForwardMode;

/** What each mode has sent and received on this host. */
@FunctionalInterface
public interface Traffics {
    /** Empty when no bundle provides the mode. */
    Optional<ForwardMode.Traffic> of(String mode);
}
