package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/**
 * Kind CiliumClusterwideNetworkPolicy of cilium.io/v2. The only kind that can be for hosts, so it
 * asks whether a change would cut the daemon's own connections.
 */
@Component(service = ResourceKind.class)
public final class ClusterwidePolicyKind extends PolicyKind {
    private final Optional<ManagementPaths> paths;

    @Activate
    public ClusterwidePolicyKind(
            @Reference(
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    ManagementPaths paths) {
        super(
                Translator.CCNP,
                CILIUM,
                "ciliumclusterwidenetworkpolicies",
                List.of("ccnp", "ciliumcnp"));
        this.paths = Optional.ofNullable(paths);
    }

    @Override
    public boolean namespaced() {
        return false;
    }

    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, Translation spec, StoreView after) {
        boolean accepted = "true".equals(candidate.metadata().annotations().get(ACCEPT_LOCKOUT));
        if (paths.isEmpty() || accepted || spec.policies().stream().noneMatch(Policy::ofNodes)) {
            return;
        }
        List<Policy> others = hostPolicies(after, candidate.key());
        List<Policy> then = new ArrayList<>(others);
        then.addAll(hostPolicies(candidate, after));
        List<Policy> now = new ArrayList<>(others);
        before.ifPresent(resource -> now.addAll(hostPolicies(resource, after)));
        refuseCuts(now, then, "vibrissa policy import --yes FILE");
    }

    /** What goes may be what let the daemon's own connections through. */
    @Override
    public void validateDelete(Resource gone, StoreView after) {
        boolean accepted = "true".equals(gone.metadata().annotations().get(ACCEPT_LOCKOUT));
        if (paths.isEmpty() || accepted) {
            return;
        }
        List<Policy> then = hostPolicies(after, gone.key());
        List<Policy> now = new ArrayList<>(then);
        now.addAll(hostPolicies(gone, after));
        if (now.size() > then.size()) {
            refuseCuts(now, then, "vibrissa policy delete --yes " + gone.name());
        }
    }

    private void refuseCuts(List<Policy> now, List<Policy> then, String consent) {
        Set<String> cut = new LinkedHashSet<>(paths.orElseThrow().cutBy(then));
        if (!cut.isEmpty()) {
            cut.removeAll(paths.orElseThrow().cutBy(now));
        }
        if (!cut.isEmpty()) {
            throw new InvalidResource(
                    "spec",
                    "would cut this host's own "
                            + String.join(", ", cut)
                            + "; if that is meant: "
                            + consent
                            + ", or annotation "
                            + ACCEPT_LOCKOUT
                            + ": \"true\"");
        }
    }

    private List<Policy> hostPolicies(StoreView view, ResourceKey except) {
        List<Policy> policies = new ArrayList<>();
        for (Resource resource : view.list(kind())) {
            if (!resource.key().equals(except)) {
                policies.addAll(hostPolicies(resource, view));
            }
        }
        return policies;
    }

    /** Of those that are for hosts; cheap for the others. */
    private static List<Policy> hostPolicies(Resource resource, StoreView view) {
        boolean some =
                resource.spec().has("nodeSelector")
                        || resource.spec().findValue("nodeSelector") != null;
        return some
                ? Translator.translate(
                                Translator.CCNP,
                                resource.metadata(),
                                resource.spec(),
                                StoredGroups.of(view))
                        .policies()
                        .stream()
                        .filter(Policy::ofNodes)
                        .toList()
                : List.of();
    }
}
