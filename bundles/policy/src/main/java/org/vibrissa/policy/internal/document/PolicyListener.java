package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ResourceKey;

/** Hears what policies mean; called on one thread, never twice at once. */
public interface PolicyListener {
    /**
     * First everything that exists, then what changed, several changes at once where they came
     * together.
     *
     * @param changed the policies of each document that is new, was changed, or whose CIDR groups
     *     were changed; the list given here names this state of the document to {@link
     *     PolicyStatuses}
     * @param removed documents that are gone, or cannot be read any more
     */
    void changed(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed);

    /** Everything that exists was told; from now on it is safe to take away the rest. */
    void initialised();
}
