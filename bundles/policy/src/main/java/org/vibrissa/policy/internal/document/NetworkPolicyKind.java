package org.vibrissa.policy.internal.document;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.ResourceKind;

/** Kind NetworkPolicy of networking.k8s.io/v1. */
@Component(service = ResourceKind.class)
public final class NetworkPolicyKind extends PolicyKind {
    public NetworkPolicyKind() {
        super(Translator.NP, "networking.k8s.io/v1", "networkpolicies", List.of("netpol"));
    }
}
