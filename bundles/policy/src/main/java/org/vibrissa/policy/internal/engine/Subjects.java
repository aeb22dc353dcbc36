package org.vibrissa.policy.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.document.Translator;
import org.vibrissa.policy.internal.kernel.CgroupPrograms;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;

/** What policies look at of an endpoint, from its declaration and its identity. */
@Component(service = Subjects.class)
public final class Subjects {
    private final ResourceStore store;
    private final LocalEndpoints datapath;
    private final CgroupPrograms cgroups;

    @Activate
    public Subjects(
            @Reference ResourceStore store,
            @Reference LocalEndpoints datapath,
            @Reference CgroupPrograms cgroups) {
        this.store = store;
        this.datapath = datapath;
        this.cgroups = cgroups;
    }

    Subject of(LocalEndpoint endpoint, Optional<Identity> identity) {
        return new Subject(
                identity.map(Identity::labels).orElse(Labels.NONE),
                false,
                audited(endpoint),
                ports(endpoint));
    }

    /**
     * Whether the kernel has it: the row of one of its addresses, or the programs of its cgroup.
     */
    boolean inDatapath(LocalEndpoint endpoint) {
        return endpoint.addresses().stream()
                        .flatMap(address -> datapath.get(address).stream())
                        .anyMatch(row -> row.id() == endpoint.id())
                || cgroups.endpoints().contains(endpoint.id());
    }

    /** The endpoints that the kernel has, by number. */
    Set<Integer> inDatapath() {
        Set<Integer> ids = new HashSet<>(cgroups.endpoints());
        datapath.list().values().forEach(row -> ids.add(row.id()));
        return ids;
    }

    private boolean audited(LocalEndpoint endpoint) {
        return store.get(endpoint.key())
                .map(resource -> resource.metadata().annotations().get(Translator.AUDIT))
                .filter("true"::equals)
                .isPresent();
    }

    /** The names of ports of all endpoints that are declared on this host. */
    NamedPorts declaredPorts() {
        return NamedPorts.union(store.list("Endpoint").stream().map(Subjects::ports).toList());
    }

    private NamedPorts ports(LocalEndpoint endpoint) {
        return store.get(endpoint.key()).map(Subjects::ports).orElse(NamedPorts.NONE);
    }

    private static NamedPorts ports(Resource endpoint) {
        Map<NamedPorts.Name, Set<Integer>> names = new HashMap<>();
        endpoint.spec()
                .path("ports")
                .forEach(
                        port ->
                                names.computeIfAbsent(name(port), n -> new HashSet<>())
                                        .add(port.path("port").asInt()));
        return names.isEmpty() ? NamedPorts.NONE : new NamedPorts(names);
    }

    private static NamedPorts.Name name(JsonNode port) {
        return new NamedPorts.Name(
                Protocol.valueOf(port.path("protocol").asText("TCP")), port.path("name").asText());
    }
}
