package org.vibrissa.policy.internal.kernel;

import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.swap.StopConsequence;

/** Where nothing is enforced any more while this bundle is stopped: its stage goes with it. */
@Component
public final class PolicyStopped implements StopConsequence {
    private final PolicyMaps maps;

    @Activate
    public PolicyStopped(@Reference PolicyMaps maps) {
        this.maps = maps;
    }

    @Override
    public Optional<String> lost() {
        Set<Integer> enforced = maps.inForce().keySet();
        if (enforced.isEmpty()) {
            return Optional.empty();
        }
        boolean host = enforced.contains(PolicyMaps.HOST);
        int endpoints = enforced.size() - (host ? 1 : 0);
        String counted = endpoints == 1 ? "1 endpoint" : endpoints + " endpoints";
        return Optional.of(
                "policies would not be enforced any more on "
                        + (endpoints == 0 ? "" : counted)
                        + (host && endpoints > 0 ? " and " : "")
                        + (host ? "the host itself" : "")
                        + ", until it is started again");
    }
}
