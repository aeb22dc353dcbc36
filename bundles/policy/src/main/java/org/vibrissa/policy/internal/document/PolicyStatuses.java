package org.vibrissa.policy.internal.document;

import java.util.List;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ResourceKey;

/**
 * Takes what became of documents on this host. Says Ready, or Pending with the bundle that some
 * rules wait for, or Failed; and what is missing.
 */
public interface PolicyStatuses {
    /** Status detail: the generation that is in force on this host. */
    String IN_FORCE = "inForce";

    /** Status detail: the directions in which the selected let through only what is allowed. */
    String ENFORCES = "enforces";

    /** Status detail: how many rules there are. */
    String RULES = "rules";

    /** Status detail: what is legal but probably not meant. */
    String NOTE = "note";

    /**
     * The document's rules are in the kernel for every endpoint of this host that it selects.
     *
     * @param policies the list that {@link PolicyListener#changed} was given; when the document has
     *     changed since, nothing is said
     */
    void inForce(ResourceKey document, List<Policy> policies);

    /** They are not, and why. */
    void failed(ResourceKey document, List<Policy> policies, String reason);
}
