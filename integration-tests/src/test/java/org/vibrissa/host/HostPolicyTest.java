package org.vibrissa.host;

import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.hostPolicy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HttpServer;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.Reached;
import org.vibrissa.lab.StarWars;
import org.vibrissa.lab.TcpStreams;

/** The host itself has a policy: toward it and from it, by endpoints and by its underlay. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LabExtension.class)
class HostPolicyTest {
    private Host host;
    private StarWars galaxy;
    private Policies policies;
    private Namespace friend;
    private Namespace stranger;

    @BeforeAll
    void start(Lab lab) {
        host = lab.host("h");
        friend = neighbour(lab, "friend", "up0", 0);
        stranger = neighbour(lab, "stranger", "up1", 1);
        host.configure("datapath:\n  devices: [up0, up1]\n");
        host.start();
        Capture.start(lab, host.namespace());
        galaxy = StarWars.on(lab, host);
        policies = Policies.of(host);
        for (int n : new int[] {0, 1}) {
            HttpServer.start(lab, host.namespace(), v4(n, 1));
            HttpServer.start(lab, host.namespace(), v6(n, 1));
            HttpServer.start(lab, n == 0 ? friend : stranger, v4(n, 2));
            HttpServer.start(lab, n == 0 ? friend : stranger, v6(n, 2));
        }
    }

    private Namespace neighbour(Lab lab, String name, String device, int net) {
        Namespace made = lab.namespace(name);
        lab.join(
                host.namespace(),
                device,
                List.of(v4(net, 1) + "/25", v6(net, 1) + "/64"),
                made,
                "up0",
                List.of(v4(net, 2) + "/25", v6(net, 2) + "/64"));
        return made;
    }

    private static String v4(int net, int n) {
        return "198.51.100." + (net * 128 + n);
    }

    private static String v6(int net, int n) {
        return "2001:db8:0:" + net + "::" + n;
    }

    @AfterEach
    void clear() {
        policies.clear();
        toHost(friend, 0, CONNECTED);
        toHost(stranger, 1, CONNECTED);
        fromHost(1, CONNECTED);
    }

    private static void toHost(Namespace from, int net, Reached outcome) {
        outcome.expect(from, v4(net, 1), 80);
        outcome.expect(from, v6(net, 1), 80);
    }

    private void fromHost(int net, Reached outcome) {
        outcome.expect(host.namespace(), v4(net, 2), 80);
        outcome.expect(host.namespace(), v6(net, 2), 80);
    }

    @Test
    void letsInWhomItNames() {
        policies.apply(
                hostPolicy(
                        "in",
                        """
                          ingress:
                          - fromEndpoints: [{matchLabels: {org: empire}}]
                            toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                          - fromCIDR: [198.51.100.2/32, "2001:db8:0:0::2/128"]
                            toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                        """));
        toHost(friend, 0, CONNECTED);
        toHost(stranger, 1, SILENT);
        SILENT.expect(friend, v4(0, 1), 81);
        toHost(galaxy.tiefighter().namespace(), 0, CONNECTED);
        toHost(galaxy.xwing().namespace(), 0, SILENT);
        fromHost(0, CONNECTED);
        fromHost(1, CONNECTED);
        galaxy.calls(galaxy.xwing(), CONNECTED);
    }

    @Test
    void letsOutToWhomItNames() {
        policies.apply(
                hostPolicy(
                        "out",
                        """
                          egress:
                          - toCIDR: [198.51.100.2/32, "2001:db8:0:0::2/128"]
                          - toEndpoints: [{matchLabels: {class: tiefighter}}]
                        """));
        fromHost(0, CONNECTED);
        fromHost(1, SILENT);
        toHost(stranger, 1, CONNECTED);
        SILENT.expect(host.namespace(), galaxy.deathstar().v4(), 80);
        SILENT.expect(host.namespace(), galaxy.deathstar().v6(), 80);
        // What it only forwards is not its own.
        CONNECTED.expect(galaxy.xwing().namespace(), v4(1, 2), 80);
        galaxy.calls(galaxy.xwing(), CONNECTED);
    }

    /** The host tracks nothing before it has a policy: these are older than its table. */
    @Test
    void keepsTheConnectionsThatItHad(Lab lab) {
        TcpStreams administrator = TcpStreams.start(lab, friend, host.namespace(), v4(0, 1), 2);
        TcpStreams own = TcpStreams.start(lab, host.namespace(), stranger, v6(1, 2), 2);
        TcpStreams workload =
                TcpStreams.start(
                        lab,
                        host.namespace(),
                        galaxy.deathstar().namespace(),
                        galaxy.deathstar().v4(),
                        2);
        policies.apply(
                hostPolicy(
                        "ssh",
                        """
                          ingress:
                          - fromCIDR: [198.51.100.2/32]
                            toPorts: [{ports: [{port: "30000", endPort: 39999, protocol: TCP}]}]
                          egress:
                          - toCIDR: ["2001:db8:0:1::/64"]
                            toPorts: [{ports: [{port: "30000", endPort: 39999, protocol: TCP}]}]
                          - toEndpoints: [{matchLabels: {class: deathstar}}]
                        """));
        toHost(stranger, 1, SILENT);
        fromHost(1, SILENT);
        administrator.finishWhole();
        own.finishWhole();
        workload.finishWhole();
    }
}
