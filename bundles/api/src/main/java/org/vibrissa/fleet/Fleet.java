package org.vibrissa.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The hosts this one has joined with. Thread safe. */
@ProviderType
public interface Fleet {
    /** Name of this host's Node resource: the daemon's name. */
    String self();

    /** Whether this host has a certificate of a fleet. */
    boolean joined();

    /** The other members in order of name. */
    List<Member> members();

    default Optional<Member> member(String name) {
        return members().stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /**
     * Calls a handler of another member over mutual TLS and waits for its answer.
     *
     * @param member the other host's name
     * @param path the {@link FleetHandler#path()}
     * @throws FleetException when it is not joined, not reached in time, or refuses
     */
    JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException;
}
