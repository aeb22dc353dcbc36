package org.vibrissa.mode.internal.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.mode.internal.rule.Abi;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.runtime.Node;

/** What this host would do for a new mode, and what keeps it from doing so. Changes nothing. */
@Component(service = Survey.class)
public final class Survey {
    private static final Map<String, String> DEVICES =
            Map.of("vxlan", "vib_vxlan", "geneve", "vib_geneve");

    private final Node node;
    private final GroupModes modes;
    private final Peers peers;
    private final Provided provided;
    private final Ipam ipam;

    @Activate
    public Survey(
            @Reference Node node,
            @Reference GroupModes modes,
            @Reference Peers peers,
            @Reference Provided provided,
            @Reference Ipam ipam) {
        this.node = node;
        this.modes = modes;
        this.peers = peers;
        this.provided = provided;
        this.ipam = ipam;
    }

    /** What this host speaks. */
    public Abi abi() {
        return Abi.ofThisBuild(node.version());
    }

    /** As answered to {@code mode/check}. */
    public ObjectNode of(String group, String to) {
        ObjectNode answer = abi().write(JsonNodeFactory.instance.objectNode());
        String from = modes.inForce(group).orElse("");
        answer.put("inForce", from);
        List<String> accepts = peers.group(group).map(PathGroup::accepts).orElse(List.of());
        texts(answer.putArray("accepts"), accepts);
        texts(answer.putArray("problems"), modes.check(group, to));
        List<Peer> members =
                peers.list().stream().filter(peer -> peer.group().equals(group)).toList();
        mtu(answer.putObject("mtu"), group, from, to, members);
        texts(answer.putArray("nodes"), members.stream().map(Peer::name).toList());
        texts(
                answer.putArray("foreign"),
                members.stream().filter(p -> p.vtepMac().isPresent()).map(Peer::name).toList());
        texts(
                answer.putArray("gateways"),
                ipam.pools().stream()
                        .flatMap(pool -> pool.gateways().stream())
                        .map(IpAddresses::format)
                        .toList());
        texts(answer.putArray("steps"), steps(to, accepts, members));
        return answer;
    }

    private void mtu(ObjectNode mtu, String group, String from, String to, List<Peer> members) {
        int now = from.isEmpty() ? 0 : modes.mtuWith(group, from);
        if (now > 0) {
            mtu.put("now", now).put("during", modes.mtuWith(group, to));
            boolean outerIpv6 = members.stream().anyMatch(Survey::overIpv6);
            Optional<ForwardMode> old = provided.get(from);
            Optional<ForwardMode> next = provided.get(to);
            boolean alone = peers.group(group).map(g -> g.accepts().size() == 1).orElse(false);
            if (old.isPresent() && next.isPresent() && alone) {
                int grown = next.get().overhead(outerIpv6) - old.get().overhead(outerIpv6);
                mtu.put("after", now - grown);
            }
        }
    }

    private static boolean overIpv6(Peer peer) {
        return peer.addresses().stream().findFirst().filter(IpAddresses::isIpv6).isPresent();
    }

    private static List<String> steps(String to, List<String> accepts, List<Peer> members) {
        List<String> steps = new ArrayList<>();
        if (!accepts.contains(to)) {
            Optional.ofNullable(DEVICES.get(to))
                    .ifPresent(name -> steps.add("device " + name + " where the kernel has it"));
            long prefixes = members.stream().mapToLong(peer -> peer.prefixes().size()).sum();
            if (to.equals("native")) {
                steps.add(prefixes + " routes to " + members.size() + " nodes");
            } else {
                steps.add("tunnel to " + members.size() + " nodes");
            }
        }
        return steps;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    /** Addresses out of an answer. */
    public static List<InetAddress> addresses(Iterable<com.fasterxml.jackson.databind.JsonNode> a) {
        List<InetAddress> addresses = new ArrayList<>();
        a.forEach(text -> addresses.add(IpAddresses.parse(text.asText())));
        return addresses;
    }
}
