package org.vibrissa.policy.internal.document;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.ResourceKind;

/** Kind CiliumNetworkPolicy of cilium.io/v2, as it is written for Kubernetes. */
@Component(service = ResourceKind.class)
public final class CiliumNetworkPolicyKind extends PolicyKind {
    public CiliumNetworkPolicyKind() {
        super(Translator.CNP, CILIUM, "ciliumnetworkpolicies", List.of("cnp", "ciliumnp"));
    }
}
