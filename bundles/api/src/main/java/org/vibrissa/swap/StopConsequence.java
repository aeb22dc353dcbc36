package org.vibrissa.swap;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a host does without while a bundle is stopped. The bundle registers it as a service; who
 * wants to stop or uninstall the bundle is told first, and has to accept it.
 */
@ConsumerType
public interface StopConsequence {
    /**
     * What a stop would end now, as the rest of a sentence: {@code policies would not be enforced
     * any more on 3 endpoints}. Asked on the thread that is to stop the bundle; it may read the
     * kernel, and must not wait for others.
     *
     * @return empty when nobody would miss the bundle now
     */
    Optional<String> lost();
}
