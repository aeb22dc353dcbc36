package org.vibrissa.hubble.internal.message;

import com.google.protobuf.BoolValue;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.CiliumEventType;
import org.vibrissa.hubble.proto.flow.Emitter;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Ethernet;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowType;
import org.vibrissa.hubble.proto.flow.IP;
import org.vibrissa.hubble.proto.flow.IPVersion;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.NetworkInterface;
import org.vibrissa.hubble.proto.flow.Tunnel;
import org.vibrissa.net.IpAddresses;

/**
 * Makes Hubble's flows of events, each field as Hubble's own parser fills it, and only those that
 * are wanted. For one thread: it keeps what it made for the next flow.
 */
public final class FlowMessages {
    private static final String EMITTER = "vibrissa";
    private static final int TO_OVERLAY = 4;
    private static final int VXLAN = 1;

    private final FieldSelection fields;
    private final FlowNames names;
    private final EventUuid uuids;
    private final Emitter emitter;
    private final EndpointMessages sources;
    private final EndpointMessages destinations;
    private final Layer4Messages layer4 = new Layer4Messages();
    private final MacTexts macs = new MacTexts();
    private final PolicyMessages policies;
    private final DetailMessages details;

    /**
     * For a client.
     *
     * @param rules what rule numbers stand for
     */
    public FlowMessages(
            FieldSelection fields, FlowNames names, Origin origin, EventUuid uuids, Rules rules) {
        this.fields = fields;
        this.names = names;
        this.uuids = uuids;
        this.emitter = Emitter.newBuilder().setName(EMITTER).setVersion(origin.version()).build();
        this.sources = new EndpointMessages(fields.source(), origin.cluster());
        this.destinations = new EndpointMessages(fields.destination(), origin.cluster());
        this.policies = new PolicyMessages(rules);
        this.details = new DetailMessages(names, rules);
    }

    /** Whether the event is about what policy said, so that policies may be named in it. */
    public static boolean judged(FlowEvent event) {
        return PolicyMessages.judged(event);
    }

    /** Nanoseconds since 1970 as a message. */
    public static Timestamp time(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(nanos, second))
                .setNanos((int) Math.floorMod(nanos, second))
                .build();
    }

    /** Who makes all flows. */
    public Emitter emitter() {
        return emitter;
    }

    /** A flow's source, with the fields that are wanted of it. */
    public Endpoint source(FlowParty party) {
        return sources.of(party);
    }

    /** A flow's destination, with the fields that are wanted of it. */
    public Endpoint destination(FlowParty party) {
        return destinations.of(party);
    }

    /** The event that the view is at. */
    public Flow of(FlowView view) {
        Flow.Builder flow = Flow.newBuilder();
        addOrigin(view, flow);
        addPacket(view, flow);
        addJudgement(view, flow);
        addEnds(view, flow);
        if (fields.has(Flow.EXTENSIONS_FIELD_NUMBER)) {
            flow.setExtensions(details.of(view.event()));
        }
        Optional<FieldMask> trim = fields.trim();
        return trim.isPresent() ? trimmed(flow.build(), trim.get(), view) : flow.build();
    }

    /** A mask may want a part of a message; that of the two ends is seen to where they are made. */
    private Flow trimmed(Flow whole, FieldMask mask, FlowView view) {
        Flow.Builder part = FieldMaskUtil.trim(mask, whole).toBuilder();
        addEnds(view, part);
        return part.build();
    }

    private void addOrigin(FlowView view, Flow.Builder flow) {
        FlowEvent event = view.event();
        if (fields.has(Flow.TIME_FIELD_NUMBER)) {
            flow.setTime(time(event.timeNanos()));
        }
        if (fields.has(Flow.UUID_FIELD_NUMBER)) {
            flow.setUuid(uuids.of(event.sequence()));
        }
        if (fields.has(Flow.EMITTER_FIELD_NUMBER)) {
            flow.setEmitter(emitter);
        }
        if (fields.has(Flow.NODE_NAME_FIELD_NUMBER)) {
            flow.setNodeName(view.origin().nodeName());
        }
        if (fields.has(Flow.NODE_LABELS_FIELD_NUMBER)) {
            flow.addAllNodeLabels(names.nodeLabels());
        }
        if (fields.has(Flow.EVENT_TYPE_FIELD_NUMBER)) {
            flow.setEventType(
                    CiliumEventType.newBuilder()
                            .setType(event.kind().number())
                            .setSubType(view.subType()));
        }
        if (fields.has(Flow.TYPE_FIELD_NUMBER)) {
            flow.setType(FlowType.L3_L4);
        }
    }

    /** The summary is deprecated, and what the command line prints. */
    @SuppressWarnings("deprecation")
    private void addPacket(FlowView view, Flow.Builder flow) {
        FlowEvent event = view.event();
        if (fields.has(Flow.ETHERNET_FIELD_NUMBER)
                && (event.sourceMac() != 0 || event.destinationMac() != 0)) {
            flow.setEthernet(
                    Ethernet.newBuilder()
                            .setSource(macs.text(event.sourceMac()))
                            .setDestination(macs.text(event.destinationMac())));
        }
        if (fields.has(Flow.IP_FIELD_NUMBER) && event.family() != 0) {
            flow.setIP(
                    IP.newBuilder()
                            .setSource(view.sourceAddress())
                            .setDestination(view.destinationAddress())
                            .setIpVersion(event.family() == 6 ? IPVersion.IPv6 : IPVersion.IPv4));
        }
        if (fields.has(Flow.L4_FIELD_NUMBER)) {
            Layer4 layer = layer4.message(event);
            if (layer != null) {
                flow.setL4(layer);
            }
        }
        if (fields.has(Flow.TUNNEL_FIELD_NUMBER) && event.tunnelProtocol() != 0) {
            flow.setTunnel(tunnel(event));
        }
        int device = view.shownDevice();
        if (fields.has(Flow.INTERFACE_FIELD_NUMBER) && device != 0) {
            flow.setInterface(
                    NetworkInterface.newBuilder()
                            .setIndex(device)
                            .setName(names.device(device, event.timeNanos())));
        }
        if (fields.has(Flow.SUMMARY_FIELD_NUMBER)) {
            flow.setSummary(layer4.summary(event));
        }
    }

    /** Deprecated fields are filled too: older clients read them. */
    @SuppressWarnings("deprecation")
    private void addJudgement(FlowView view, Flow.Builder flow) {
        FlowEvent event = view.event();
        if (fields.has(Flow.VERDICT_FIELD_NUMBER)) {
            flow.setVerdictValue(event.verdict());
        }
        if (fields.has(Flow.DROP_REASON_FIELD_NUMBER)) {
            flow.setDropReason(event.dropReason());
        }
        if (fields.has(Flow.DROP_REASON_DESC_FIELD_NUMBER)) {
            flow.setDropReasonDescValue(event.dropReason());
        }
        if (fields.has(Flow.TRAFFIC_DIRECTION_FIELD_NUMBER)) {
            flow.setTrafficDirectionValue(event.direction());
        }
        if (view.knowsReply() && fields.has(Flow.IS_REPLY_FIELD_NUMBER)) {
            flow.setIsReply(BoolValue.of(view.reply()));
        }
        if (view.knowsReply() && fields.has(Flow.REPLY_FIELD_NUMBER)) {
            flow.setReply(view.reply());
        }
        if (event.kind() == FlowKind.TRACE) {
            if (fields.has(Flow.TRACE_OBSERVATION_POINT_FIELD_NUMBER)) {
                flow.setTraceObservationPointValue(event.observationPoint());
            }
            if (fields.has(Flow.TRACE_REASON_FIELD_NUMBER)) {
                flow.setTraceReasonValue(event.traceReason());
            }
        }
        if (event.kind() == FlowKind.POLICY_VERDICT
                && fields.has(Flow.POLICY_MATCH_TYPE_FIELD_NUMBER)) {
            flow.setPolicyMatchType(event.ofIngress() ? event.ingressMatch() : event.egressMatch());
        }
        policies.add(event, fields, flow);
    }

    private void addEnds(FlowView view, Flow.Builder flow) {
        if (fields.has(Flow.SOURCE_FIELD_NUMBER)) {
            flow.setSource(sources.of(view.source()));
        }
        if (fields.has(Flow.DESTINATION_FIELD_NUMBER)) {
            flow.setDestination(destinations.of(view.destination()));
        }
    }

    /** The event knows one end of the tunnel: the other host's. */
    private static Tunnel tunnel(FlowEvent event) {
        byte[] peer = event.tunnelPeer();
        IP.Builder outer =
                IP.newBuilder().setIpVersion(peer.length == 16 ? IPVersion.IPv6 : IPVersion.IPv4);
        String text = peer.length == 0 ? "" : IpAddresses.format(IpAddresses.of(peer));
        if (event.observationPoint() == TO_OVERLAY) {
            outer.setDestination(text);
        } else {
            outer.setSource(text);
        }
        return Tunnel.newBuilder()
                .setProtocol(
                        event.tunnelProtocol() == VXLAN
                                ? Tunnel.Protocol.VXLAN
                                : Tunnel.Protocol.GENEVE)
                .setIP(outer)
                .setVni(event.tunnelVni())
                .build();
    }
}
