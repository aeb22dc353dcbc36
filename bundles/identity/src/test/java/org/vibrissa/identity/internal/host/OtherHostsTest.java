package org.vibrissa.identity.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.identity.internal.FakeIpcache;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;

final class OtherHostsTest {
    private final FakeIpcache ipcache = new FakeIpcache();
    private final TreeMap<Integer, Identity> rows = new TreeMap<>();
    private OtherHosts hosts = new OtherHosts(ipcache, this::row);

    private void row(List<Identity> puts, List<Integer> removes) {
        puts.forEach(identity -> rows.put(identity.number(), identity));
        removes.forEach(rows::remove);
    }

    private static NodeLabels host(String name, String rack, String address) {
        return new NodeLabels(
                name,
                Labels.of(Label.reserved("remote-node"), Label.any("rack", rack)),
                List.of(IpAddresses.parse(address)));
    }

    private int inForce(String address) {
        return ipcache.entries.get(IpPrefix.parse(address + "/32")).identity();
    }

    @Test
    void leavesHostsAloneWhileNobodyTellsThemApart() {
        hosts.put(host("h2", "a", "192.0.2.2"));
        assertTrue(rows.isEmpty());
        assertTrue(ipcache.entries.isEmpty());
    }

    @Test
    void givesEachHostANumberInTheTableFirst() {
        hosts.put(host("h2", "a", "192.0.2.2"));
        hosts.put(host("h3", "b", "192.0.2.3"));
        List<Identity> held = hosts.hold("p");
        assertEquals(2, rows.size());
        assertEquals(2, held.size());
        assertTrue(ipcache.entries.isEmpty());
        hosts.activate("p");
        assertNotEquals(inForce("192.0.2.2"), inForce("192.0.2.3"));
        assertTrue(rows.containsKey(inForce("192.0.2.2")));
    }

    @Test
    void followsHostsThatComeChangeAndGo() {
        hosts.hold("p");
        hosts.activate("p");
        hosts.put(host("h2", "a", "192.0.2.2"));
        int number = inForce("192.0.2.2");
        hosts.put(host("h2", "b", "192.0.2.9"));
        assertEquals(number, inForce("192.0.2.9"));
        assertEquals(1, ipcache.entries.size());
        assertTrue(rows.get(number).labels().texts().contains("any:rack=b"));
        hosts.remove("h2");
        assertTrue(ipcache.entries.isEmpty());
        assertTrue(rows.isEmpty());
    }

    @Test
    void keepsItsNumberOverARestart() {
        hosts.put(host("h2", "a", "192.0.2.2"));
        hosts.put(host("h3", "a", "192.0.2.3"));
        hosts.hold("p");
        hosts.activate("p");
        int third = inForce("192.0.2.3");
        hosts = new OtherHosts(ipcache, this::row);
        hosts.put(host("h3", "a", "192.0.2.3"));
        hosts.hold("p");
        hosts.activate("p");
        hosts.settle();
        assertEquals(third, inForce("192.0.2.3"));
        assertEquals(1, ipcache.entries.size());
    }

    @Test
    void takesEverythingBackWithItsLastHolder() {
        hosts.put(host("h2", "a", "192.0.2.2"));
        hosts.hold("p");
        hosts.hold("q");
        hosts.activate("q");
        hosts.release("p");
        assertEquals(1, ipcache.entries.size());
        hosts.release("q");
        assertTrue(ipcache.entries.isEmpty());
        assertTrue(rows.isEmpty());
        hosts = new OtherHosts(ipcache, this::row);
        hosts.settle();
        assertTrue(ipcache.entries.isEmpty());
    }
}
