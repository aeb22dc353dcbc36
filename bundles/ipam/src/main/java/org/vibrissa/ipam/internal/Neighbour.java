package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Resource;
import org.vibrissa.state.StoreView;

/**
 * A host as its Node resource tells, as far as pools are concerned.
 *
 * @param name of the host
 * @param prefixes where its endpoints live
 * @param addresses its underlay addresses
 * @param foreign whether it is a tunnel endpoint without a daemon
 */
record Neighbour(
        String name, List<IpPrefix> prefixes, List<InetAddress> addresses, boolean foreign) {
    static final String KIND = "Node";

    static List<Neighbour> all(StoreView view) {
        return view.list(KIND).stream().map(Neighbour::of).toList();
    }

    static Neighbour of(Resource node) {
        List<IpPrefix> prefixes = new ArrayList<>();
        for (JsonNode text : node.spec().path("prefixes")) {
            prefixes.add(IpPrefix.parse(text.asText()));
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (JsonNode text : node.spec().path("addresses")) {
            addresses.add(IpAddresses.parse(text.asText()));
        }
        return new Neighbour(node.name(), prefixes, addresses, node.spec().has("vtep"));
    }

    /** Which of its prefixes has addresses in common with a network. */
    Optional<IpPrefix> overlap(IpPrefix network) {
        return prefixes.stream().filter(network::overlaps).findFirst();
    }
}
