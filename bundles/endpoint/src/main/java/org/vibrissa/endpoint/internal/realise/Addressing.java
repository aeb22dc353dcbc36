package org.vibrissa.endpoint.internal.realise;

import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.ipam.Allocation;
import org.vibrissa.ipam.AllocationRequest;
import org.vibrissa.ipam.Family;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.IpamException;
import org.vibrissa.state.Resource;

/** Addresses of endpoints, by their uid. */
@Component(service = Addressing.class)
public final class Addressing {
    private final Ipam ipam;

    @Activate
    public Addressing(@Reference Ipam ipam) {
        this.ipam = ipam;
    }

    /**
     * Allocates what the spec asks for; the same again for an endpoint that has its addresses.
     *
     * @throws NotYet when the pool is missing, exhausted or refuses a static address
     */
    Plan plan(Resource resource, EndpointSpec spec) {
        try {
            Allocation allocation =
                    ipam.allocate(
                            new AllocationRequest(
                                    resource.metadata().uid(),
                                    spec.pool(),
                                    spec.addresses().stream()
                                            .map(Family::of)
                                            .collect(Collectors.toUnmodifiableSet()),
                                    spec.addresses()));
            return new Plan(resource, spec, allocation.addresses(), allocation.gateways());
        } catch (IpamException e) {
            throw new NotYet(e.getMessage(), e);
        }
    }

    void release(Resource resource) {
        ipam.release(resource.metadata().uid());
    }
}
