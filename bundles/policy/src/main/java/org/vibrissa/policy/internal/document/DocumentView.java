package org.vibrissa.policy.internal.document;

import java.util.List;

/**
 * A stored document.
 *
 * @param kind such as {@code CiliumNetworkPolicy}
 * @param namespace empty for kinds that have none
 * @param enforces directions of the default deny, as {@code ingress, egress}
 * @param rules how many it has
 * @param phase of its status on this host
 * @param reason of its status
 * @param generation of the document
 * @param inForce the generation that is in force on this host, 0 for none
 * @param audited flows of the flow log that it would have refused, where it is for audit
 * @param policies one for spec and each of specs
 */
public record DocumentView(
        String kind,
        String namespace,
        String name,
        String enforces,
        int rules,
        String phase,
        String reason,
        long generation,
        long inForce,
        long audited,
        List<PolicyView> policies) {
    public DocumentView {
        policies = List.copyOf(policies);
    }

    /** {@code Ready}, or {@code Pending: waits for …}. */
    public String status() {
        return reason.isEmpty() ? phase : phase + ": " + reason;
    }

    /** {@code CiliumNetworkPolicy default/rule1}. */
    public String title() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
