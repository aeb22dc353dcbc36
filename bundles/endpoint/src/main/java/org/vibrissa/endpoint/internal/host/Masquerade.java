package org.vibrissa.endpoint.internal.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Nft;
import org.vibrissa.netlink.NftTable;
import org.vibrissa.runtime.Node;

/**
 * The nftables rule set that gives endpoints the host's address toward the outside: our own table,
 * replaced as a whole in one transaction.
 */
@Component(service = Masquerade.class, configurationPid = MasqueradeSettings.PID)
public final class Masquerade {
    private static final String HOOK = "type nat hook postrouting priority srcnat; policy accept;";

    private final Nft nft;
    private final String table;
    private final RemotePrefixes remotes;
    private final Runnable remotesChanged = this::write;
    private Set<IpPrefix> pools = Set.of();
    private boolean enabled;
    private Optional<NftTable> inForce = Optional.empty();

    @Activate
    public Masquerade(
            @Reference Nft nft,
            @Reference Node node,
            @Reference RemotePrefixes remotes,
            MasqueradeSettings settings) {
        this.nft = nft;
        this.remotes = remotes;
        this.table = NftTable.nameFor(node.name());
        this.enabled = settings.enabled();
        remotes.listen(remotesChanged);
    }

    /** Follows other hosts no more; the table stays. */
    @Deactivate
    void deactivate() {
        remotes.forget(remotesChanged);
    }

    /** Follows the setting. */
    @Modified
    synchronized void modified(MasqueradeSettings settings) {
        enabled = settings.enabled();
        write();
    }

    /** Which networks are ours; traffic among them and to other hosts keeps its addresses. */
    synchronized void pools(Set<IpPrefix> networks) {
        pools = Set.copyOf(networks);
        write();
    }

    private synchronized void write() {
        if (!enabled || pools.isEmpty()) {
            purge();
            return;
        }
        NftTable wanted = table();
        if (!inForce.equals(Optional.of(wanted))) {
            nft.replace(wanted);
            inForce = Optional.of(wanted);
        }
    }

    private NftTable table() {
        NftTable result = NftTable.of(table);
        List<String> rules = new ArrayList<>();
        for (boolean v6 : new boolean[] {false, true}) {
            List<String> ours = texts(pools, v6);
            List<String> others = texts(remotes.known(), v6);
            if (!ours.isEmpty()) {
                rules.add(rule(v6, !others.isEmpty()));
                result = result.with(set("pools", v6, ours));
            }
            if (!ours.isEmpty() && !others.isEmpty()) {
                result = result.with(set("remotes", v6, others));
            }
        }
        return result.with(new NftTable.NftChain("postrouting", HOOK, rules));
    }

    private static List<String> texts(Set<IpPrefix> prefixes, boolean v6) {
        return prefixes.stream()
                .filter(prefix -> prefix.isIpv6() == v6)
                .map(IpPrefix::toString)
                .sorted()
                .toList();
    }

    private static NftTable.NftSet set(String name, boolean v6, List<String> elements) {
        return new NftTable.NftSet(
                name + (v6 ? "6" : "4"), v6 ? "ipv6_addr" : "ipv4_addr", true, elements);
    }

    private static String rule(boolean v6, boolean others) {
        String ip = v6 ? "ip6" : "ip";
        String n = v6 ? "6" : "4";
        return "%s saddr @pools%s %s daddr != @pools%s ".formatted(ip, n, ip, n)
                + (others ? "%s daddr != @remotes%s ".formatted(ip, n) : "")
                + "oifname != \"vib_host\" masquerade";
    }

    /** The table's name when it is in force. */
    synchronized Optional<String> name() {
        return inForce.map(NftTable::name);
    }

    /** Removes the table; none is fine. */
    synchronized void purge() {
        nft.delete(table);
        inForce = Optional.empty();
    }
}
