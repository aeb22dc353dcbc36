package org.vibrissa.flow.internal.cli;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Slots;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/** All that an event says, by name; what it says nothing of is left out. */
final class EventFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private EventFields() {}

    static Map<String, Object> of(FlowEvent event, FlowNames names) {
        EventFields all = new EventFields();
        all.head(event, names);
        all.packet(event);
        all.ends(event);
        all.way(event, names);
        all.policy(event);
        return all.fields;
    }

    private void head(FlowEvent event, FlowNames names) {
        fields.put("sequence", event.sequence());
        fields.put("time", time(event).toString());
        fields.put("type", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("causes", causes(event));
        if (event.kind() == FlowKind.TRACE) {
            fields.put("point", EventLine.point(event));
        }
        if (event.dropReason() != 0) {
            fields.put("dropReason", names.dropReason(event.dropReason()));
        }
        fields.put("verdict", event.verdict());
        fields.put("cpu", event.cpu());
    }

    private static Instant time(FlowEvent event) {
        return Instant.ofEpochSecond(
                Math.floorDiv(event.timeNanos(), TimeUnit.SECONDS.toNanos(1)),
                Math.floorMod(event.timeNanos(), TimeUnit.SECONDS.toNanos(1)));
    }

    private static List<String> causes(FlowEvent event) {
        return Arrays.stream(FlowCause.values())
                .filter(event::has)
                .map(cause -> cause.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private void packet(FlowEvent event) {
        fields.put("length", event.length());
        mac("sourceMac", event.sourceMac());
        mac("destinationMac", event.destinationMac());
        if (event.family() == 0) {
            return;
        }
        fields.put("source", IpAddresses.format(IpAddresses.of(event.sourceAddress())));
        fields.put("destination", IpAddresses.format(IpAddresses.of(event.destinationAddress())));
        fields.put("protocol", event.protocol());
        number("sourcePort", event.sourcePort());
        number("destinationPort", event.destinationPort());
        if (event.tcpFlags() != 0) {
            fields.put("tcpFlags", EventLine.flags(event.tcpFlags()));
        }
        fields.put("state", EventLine.state(event));
        number("packets", event.packets());
        number("bytes", event.bytes());
    }

    private void mac(String name, long mac) {
        if (mac != 0) {
            fields.put(name, new MacAddress(mac).toString());
        }
    }

    private void ends(FlowEvent event) {
        number("sourceIdentity", event.sourceIdentity());
        number("destinationIdentity", event.destinationIdentity());
        number("sourceEndpoint", event.sourceEndpoint());
        number("destinationEndpoint", event.destinationEndpoint());
    }

    private void way(FlowEvent event, FlowNames names) {
        text("device", names.device(event.ifindex(), event.timeNanos()));
        text("outDevice", names.device(event.outIfindex(), event.timeNanos()));
        fields.put("chain", Chain.values()[event.chain()].label());
        fields.put("slot", event.slot() < Slots.COUNT ? Slots.name(event.slot()) : "root");
        text("owner", names.owner(event));
        if (event.pathGroup() != 0) {
            fields.put("pathGroup", names.pathGroup(event.pathGroup()));
        }
        if (event.tunnelProtocol() != 0) {
            fields.put("tunnel", event.tunnelProtocol() == 1 ? "vxlan" : "geneve");
            fields.put("tunnelVni", event.tunnelVni());
            byte[] peer = event.tunnelPeer();
            text("tunnelPeer", peer.length == 0 ? "" : IpAddresses.format(IpAddresses.of(peer)));
        }
    }

    private void policy(FlowEvent event) {
        text("ingressVerdict", EventLine.said(event.ingressVerdict()));
        text("egressVerdict", EventLine.said(event.egressVerdict()));
        number("ingressRule", event.ingressRule());
        number("egressRule", event.egressRule());
        if (event.ingressNoted() || event.egressNoted()) {
            fields.put("audit", true);
        }
    }

    private void number(String name, long value) {
        if (value != 0) {
            fields.put(name, value);
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
