package org.vibrissa.identity.internal.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.net.IpPrefix;

/**
 * Numbers of the other hosts, of this host alone, while somebody holds them. After a restart a host
 * gets the number that one of its addresses has in the kernel. Thread safe.
 */
public final class OtherHosts {
    public static final String OWNER = "hosts";

    /** Above what says that an address is some host's. */
    private static final int PRIORITY = 52;

    private final Ipcache ipcache;
    private final BiConsumer<List<Identity>, List<Integer>> rows;
    private final Map<String, NodeLabels> hosts = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<InetAddress, Integer> recorded = new HashMap<>();
    private final Set<String> holders = new HashSet<>();
    private final Map<IpPrefix, Ipcache.Entry> inForce = new HashMap<>();
    private int next = Identity.HOST_FIRST;
    private boolean active;

    /**
     * No host is known yet.
     *
     * @param rows takes identities that come and numbers that go
     */
    public OtherHosts(Ipcache ipcache, BiConsumer<List<Identity>, List<Integer>> rows) {
        this.ipcache = ipcache;
        this.rows = rows;
        ipcache.list()
                .forEach(
                        (prefix, entry) -> {
                            if (entry.identity() >= Identity.HOST_FIRST
                                    && entry.identity() <= Identity.HOST_LAST) {
                                recorded.put(prefix.address(), entry.identity());
                            }
                        });
    }

    /** A host is new, or its labels or addresses are others now. */
    public synchronized void put(NodeLabels host) {
        hosts.put(host.node(), host);
        if (!holders.isEmpty()) {
            rows.accept(List.of(identity(host)), List.of());
            activate();
        }
    }

    /** A host is no more. */
    public synchronized void remove(String node) {
        hosts.remove(node);
        if (!holders.isEmpty()) {
            activate();
            Integer number = numbers.remove(node);
            if (number != null) {
                rows.accept(List.of(), List.of(number));
            }
        }
    }

    public synchronized List<Identity> hold(String holder) {
        holders.add(holder);
        List<Identity> all = new ArrayList<>();
        hosts.values().forEach(host -> all.add(identity(host)));
        rows.accept(all, List.of());
        return all;
    }

    private Identity identity(NodeLabels host) {
        return new Identity(numbers.computeIfAbsent(host.node(), n -> number(host)), host.labels());
    }

    private int number(NodeLabels host) {
        for (InetAddress address : host.addresses()) {
            Integer before = recorded.get(address);
            if (before != null && !numbers.containsValue(before)) {
                return before;
            }
        }
        while (numbers.containsValue(next) || recorded.containsValue(next)) {
            next = next == Identity.HOST_LAST ? Identity.HOST_FIRST : next + 1;
        }
        return next;
    }

    /** Puts what holders hold in force. */
    public synchronized void activate(String holder) {
        if (holders.contains(holder)) {
            active = true;
            activate();
        }
    }

    private void activate() {
        if (!active) {
            return;
        }
        Map<IpPrefix, Ipcache.Entry> wanted = new HashMap<>();
        for (NodeLabels host : hosts.values()) {
            Ipcache.Entry entry =
                    new Ipcache.Entry(identity(host).number(), 0, 0, Ipcache.Place.ELSEWHERE);
            host.addresses().forEach(address -> wanted.put(IpPrefix.host(address), entry));
        }
        if (!wanted.equals(inForce)) {
            ipcache.replace(OWNER, PRIORITY, wanted);
            inForce.clear();
            inForce.putAll(wanted);
        }
    }

    /** What is in force since before a restart and nobody holds goes. */
    public synchronized void settle() {
        recorded.clear();
        if (holders.isEmpty()) {
            clear();
        }
    }

    public synchronized void release(String holder) {
        if (holders.remove(holder) && holders.isEmpty()) {
            clear();
            List<Integer> gone = List.copyOf(numbers.values());
            numbers.clear();
            rows.accept(List.of(), gone);
        }
    }

    /** Tells nobody apart: also for a purge. */
    public synchronized void clear() {
        active = false;
        inForce.clear();
        ipcache.removeAll(OWNER);
    }
}
