package org.vibrissa.policy.internal.document;

import java.util.List;
import org.vibrissa.policy.internal.rule.Policy;

/**
 * Knows by what this host is reached and steered. A service; without one nothing is refused. Called
 * under the store's write lock: it must be quick, and must not call the store.
 */
public interface ManagementPaths {
    /**
     * What these policies for hosts together would cut on this host if they were in force, for
     * people, such as {@code fleet port 4244/tcp}, {@code etcd 10.0.0.5:2379}, {@code ssh 22/tcp};
     * empty when nothing. Policies that do not select this host are among them.
     */
    List<String> cutBy(List<Policy> policiesOfNodes);
}
