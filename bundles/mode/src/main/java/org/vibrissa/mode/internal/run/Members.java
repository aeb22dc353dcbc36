package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.vibrissa.fleet.FleetException;

/** The hosts of the fleet, this one among them, as one that calls them sees them. */
public interface Members {
    /** This host. */
    String self();

    /** Whether there is a fleet. */
    boolean joined();

    /** All other hosts. */
    List<String> others();

    /** Asks any host, this one too. */
    JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException;
}
