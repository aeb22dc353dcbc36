package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;

/** Names by identity: 1001 is the tiefighter, 1002 the deathstar, 2 the world. */
class TestNames implements FlowNames {
    /** By identity: a map would allocate its keys, and tests look at what is allocated. */
    private final FlowParty[] parties = new FlowParty[20_000];

    TestNames() {
        put(1, "reserved:host");
        put(2, "reserved:world");
        put(4, "reserved:health");
        parties[1001] =
                new FlowParty(
                        1001,
                        List.of("any:app=fighter", "any:org=empire"),
                        7,
                        "space",
                        "tiefighter-5f7b-x2x4q",
                        "tiefighter.service",
                        "Unit",
                        "here");
        parties[1002] =
                new FlowParty(
                        1002,
                        List.of("any:app.kubernetes.io/name=deathstar", "any:org=empire"),
                        8,
                        "space",
                        "deathstar",
                        "",
                        "",
                        "here");
    }

    private void put(int identity, String label) {
        parties[identity] = new FlowParty(identity, List.of(label), 0, "", "", "", "", "");
    }

    /** Another, for events with this number in the place of an identity. */
    void put(int number, FlowParty party) {
        parties[number] = party;
    }

    @Override
    public FlowParty source(FlowEvent event) {
        return parties[event.sourceIdentity()];
    }

    @Override
    public FlowParty destination(FlowEvent event) {
        return parties[event.destinationIdentity()];
    }

    @Override
    public String device(int ifindex, long timeNanos) {
        return "";
    }

    @Override
    public String owner(FlowEvent event) {
        return "";
    }

    @Override
    public String pathGroup(int number) {
        return "";
    }

    @Override
    public String dropReason(int number) {
        return number == 133 ? "POLICY_DENIED" : "REASON_" + number;
    }

    @Override
    public String node() {
        return "here";
    }

    @Override
    public List<String> nodeLabels() {
        return List.of();
    }
}
