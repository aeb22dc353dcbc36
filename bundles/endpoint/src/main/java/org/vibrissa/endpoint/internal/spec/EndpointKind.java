package org.vibrissa.endpoint.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** Kind Endpoint of vibrissa.org/v1. */
@Component(service = ResourceKind.class)
public final class EndpointKind implements ResourceKind<EndpointSpec> {
    /** The kind's name. */
    public static final String NAME = "Endpoint";

    @Override
    public String apiVersion() {
        return "vibrissa.org/v1";
    }

    @Override
    public String kind() {
        return NAME;
    }

    @Override
    public String plural() {
        return "endpoints";
    }

    @Override
    public List<String> shortNames() {
        return List.of("ep");
    }

    @Override
    public boolean namespaced() {
        return true;
    }

    @Override
    public EndpointSpec decode(JsonNode spec) {
        return EndpointSpec.decode(spec);
    }

    @Override
    public void validate(Resource candidate, EndpointSpec spec, StoreView after) {
        for (Resource other : after.list(NAME)) {
            if (!other.key().equals(candidate.key())) {
                apart(other, EndpointSpec.decode(other.spec()), spec);
            }
        }
    }

    /** What is reserved is the daemon's own: its device and identity follow from that. */
    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, EndpointSpec spec, StoreView after) {
        boolean was = before.flatMap(b -> EndpointSpec.decode(b.spec()).reserved()).isPresent();
        boolean same = before.filter(b -> b.spec().equals(candidate.spec())).isPresent();
        if ((was || spec.reserved().isPresent()) && !same) {
            throw new InvalidResource(
                    "spec.reserved", "is for the daemon's own endpoints; only it changes them");
        }
    }

    private static void apart(Resource other, EndpointSpec theirs, EndpointSpec ours) {
        if (ours.form() == EndpointForm.HOST && theirs.form() == EndpointForm.HOST) {
            throw new InvalidResource("spec.kind", "the host is endpoint " + other.key());
        }
        if (ours.device().isPresent() && ours.device().equals(theirs.device())) {
            throw new InvalidResource("spec.device", "is used by " + other.key());
        }
        if (ours.cgroup().isPresent() && ours.cgroup().equals(theirs.cgroup())) {
            throw new InvalidResource("spec.cgroup", "is used by " + other.key());
        }
        if (ours.unit().isPresent() && ours.unit().equals(theirs.unit())) {
            throw new InvalidResource("spec.unit", "is used by " + other.key());
        }
        if (ours.reserved().isPresent() && ours.reserved().equals(theirs.reserved())) {
            throw new InvalidResource("spec.reserved", "is endpoint " + other.key());
        }
        boolean sameNetns = ours.netns().isPresent() && ours.netns().equals(theirs.netns());
        boolean samePid = ours.pid().isPresent() && ours.pid().equals(theirs.pid());
        if ((sameNetns || samePid) && ours.interfaceName().equals(theirs.interfaceName())) {
            throw new InvalidResource(
                    "spec.interface",
                    ours.interfaceName() + " in that namespace is " + other.key());
        }
        for (int i = 0; i < ours.addresses().size(); i++) {
            if (theirs.addresses().contains(ours.addresses().get(i))) {
                throw new InvalidResource(
                        "spec.addresses[" + i + "]",
                        IpAddresses.format(ours.addresses().get(i)) + " belongs to " + other.key());
            }
        }
        if (!Collections.disjoint(ours.mac().stream().toList(), theirs.mac().stream().toList())) {
            throw new InvalidResource("spec.mac", "is used by " + other.key());
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("ID", resource -> detail(resource, "id")),
                new Column("IDENTITY", resource -> detail(resource, "identity")),
                new Column("ADDRESSES", resource -> detail(resource, "addresses")),
                new Column("DEVICE", resource -> detail(resource, "device")));
    }

    private static String detail(Resource resource, String name) {
        return Optional.ofNullable(resource.status().details().get(name)).orElse("");
    }
}
