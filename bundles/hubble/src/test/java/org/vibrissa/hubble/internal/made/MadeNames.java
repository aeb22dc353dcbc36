package org.vibrissa.hubble.internal.made;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;

/** Names by identity: 1001 is deathstar, 1002 xwing, 2 the world, 1 the host. */
public final class MadeNames implements FlowNames {
    private final Map<Integer, FlowParty> parties = new HashMap<>();

    public MadeNames() {
        put(pod(1001, 1, "empire", "deathstar-1", "any:class=deathstar", "any:org=empire"));
        put(pod(1002, 2, "alliance", "xwing-1", "any:class=xwing", "any:org=alliance"));
        put(party(1, "reserved:host"));
        put(party(2, "reserved:world"));
    }

    private static FlowParty pod(
            int identity, int endpoint, String namespace, String name, String... labels) {
        return new FlowParty(
                identity,
                List.of(labels),
                endpoint,
                namespace,
                name,
                name + ".service",
                "Unit",
                "tatooine");
    }

    private static FlowParty party(int identity, String... labels) {
        return new FlowParty(identity, List.of(labels), 0, "", "", "", "", "");
    }

    private void put(FlowParty party) {
        parties.put(party.identity(), party);
    }

    @Override
    public FlowParty source(FlowEvent event) {
        return parties.computeIfAbsent(event.sourceIdentity(), MadeNames::party);
    }

    @Override
    public FlowParty destination(FlowEvent event) {
        return parties.computeIfAbsent(event.destinationIdentity(), MadeNames::party);
    }

    @Override
    public String device(int ifindex, long timeNanos) {
        return "lxc" + ifindex;
    }

    @Override
    public String owner(FlowEvent event) {
        return "org.vibrissa.datapath";
    }

    @Override
    public String pathGroup(int number) {
        return number == 0 ? "" : "group-" + number;
    }

    @Override
    public String dropReason(int number) {
        return number == 133 ? "POLICY_DENIED" : Integer.toString(number);
    }

    @Override
    public String node() {
        return "tatooine";
    }

    @Override
    public List<String> nodeLabels() {
        return List.of("rack=r1", "zone=outer-rim");
    }
}
