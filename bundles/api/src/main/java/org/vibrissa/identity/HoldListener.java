package org.vibrissa.identity;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears whose identity changed; called on one thread, never twice at once. */
@ConsumerType
@FunctionalInterface
public interface HoldListener {
    /**
     * What {@link Identities#held} says of these holders is another than before. Several changes in
     * a row are told once.
     */
    void changed(Set<String> holders);
}
