package org.vibrissa.policy.internal.explain;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.engine.Subject;

/**
 * One end of a packet.
 *
 * @param name as people know it
 * @param identity as which the other end's policies see it; number 0 when its labels have none
 * @param subject what its own policies look at; empty when none can hold for it
 * @param endpoint its number when it is on this host, 0 = the host itself
 * @param address one of its addresses
 */
record Party(
        String name,
        Identity identity,
        Optional<Subject> subject,
        OptionalInt endpoint,
        Optional<InetAddress> address) {
    /** {@code default/xwing, endpoint 12, identity 34567: any:class=xwing, any:org=alliance}. */
    String describe() {
        return name
                + (endpoint.isPresent() ? ", endpoint " + endpoint.getAsInt() : "")
                + (identity.number() == 0
                        ? ", no identity has these labels"
                        : ", identity " + identity.number())
                + (identity.labels().isEmpty() ? "" : ": " + identity.labels());
    }
}
