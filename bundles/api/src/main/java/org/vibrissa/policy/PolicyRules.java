package org.vibrissa.policy;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the rule numbers in flow events stand for. Thread safe, quick. */
@ProviderType
public interface PolicyRules {
    /**
     * A rule of a policy.
     *
     * @param kind such as {@code CiliumNetworkPolicy}
     * @param namespace empty for a clusterwide policy
     * @param name the policy's name
     * @param labels the policy's own, {@code source:key=value}
     * @param revision of all policies, when the rule got its number
     * @param path the rule's place in the document, such as {@code spec.ingress[0]}
     * @param file where the document was read, empty when it is not known
     * @param line in the file, 0 when it is not known
     * @param deny whether it denies
     * @param log the policy's {@code log.value}, empty when it has none
     */
    record RuleRef(
            String kind,
            String namespace,
            String name,
            List<String> labels,
            long revision,
            String path,
            String file,
            int line,
            boolean deny,
            String log) {
        public RuleRef {
            labels = List.copyOf(labels);
        }
    }

    /** The rule of this number; one that is gone is remembered for a while. */
    Optional<RuleRef> rule(int number);

    /**
     * The policies that made an endpoint let through only what is allowed: who is to blame where no
     * rule decided. Some changes are remembered; what came before them is taken for the oldest that
     * is known, also what came before the daemon's start.
     *
     * @param endpointId its number on this host, 0 for the host itself
     * @param time wall clock, ns since 1970, as of a flow event
     * @return whole policies: their path is that of no rule, and empty
     */
    List<RuleRef> enforcing(int endpointId, boolean ingress, long time);

    /** Revision of the policies in force: it rises with each change. */
    long revision();
}
