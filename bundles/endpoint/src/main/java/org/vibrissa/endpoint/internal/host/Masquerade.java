package org.vibrissa.endpoint.internal.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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
    private Set<IpPrefix> pools = Set.of();
    private boolean enabled;
    private Optional<NftTable> inForce = Optional.empty();

    @Activate
    public Masquerade(@Reference Nft nft, @Reference Node node, MasqueradeSettings settings) {
        this.nft = nft;
        this.table = NftTable.nameFor(node.name());
        this.enabled = settings.enabled();
    }

    /** Follows the setting. */
    @Modified
    synchronized void modified(MasqueradeSettings settings) {
        enabled = settings.enabled();
        write();
    }

    /** Which networks are ours; traffic among them keeps its addresses. */
    synchronized void pools(Set<IpPrefix> networks) {
        pools = Set.copyOf(networks);
        write();
    }

    private void write() {
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
        List<String> v4 = new ArrayList<>();
        List<String> v6 = new ArrayList<>();
        pools.stream()
                .sorted(java.util.Comparator.comparing(IpPrefix::toString))
                .forEach(prefix -> (prefix.isIpv6() ? v6 : v4).add(prefix.toString()));
        List<String> rules = new ArrayList<>();
        if (!v4.isEmpty()) {
            rules.add("ip saddr @pools4 ip daddr != @pools4 oifname != \"vib_host\" masquerade");
        }
        if (!v6.isEmpty()) {
            rules.add("ip6 saddr @pools6 ip6 daddr != @pools6 oifname != \"vib_host\" masquerade");
        }
        NftTable result = NftTable.of(table);
        if (!v4.isEmpty()) {
            result = result.with(new NftTable.NftSet("pools4", "ipv4_addr", true, v4));
        }
        if (!v6.isEmpty()) {
            result = result.with(new NftTable.NftSet("pools6", "ipv6_addr", true, v6));
        }
        return result.with(new NftTable.NftChain("postrouting", HOOK, rules));
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
