package org.vibrissa.hubble.internal.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/**
 * Encodes answers with flows. What is seldom (rules, tunnels, parts of messages) is left to {@link
 * FlowMessages}. For one thread.
 */
public final class FlowEncoder {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Of google.protobuf.Timestamp and of flow.CiliumEventType alike: first and second number. */
    private static final int FIRST = 1;

    private static final int SECOND_FIELD = 2;

    private final FieldSelection fields;
    private final FlowNames names;
    private final EventUuid uuids;
    private final FlowMessages messages;
    private final BackwardWriter out = new BackwardWriter();
    private final EncodedNames texts = new EncodedNames();
    private final PacketEncoder packets;
    private final EncodedNames.Of<FlowParty> sources;
    private final EncodedNames.Of<FlowParty> destinations;
    private final byte[] nodeName;
    private final byte[] emitter;

    public FlowEncoder(
            FieldSelection fields, FlowNames names, Origin origin, EventUuid uuids, Rules rules) {
        this.fields = fields;
        this.names = names;
        this.uuids = uuids;
        messages = new FlowMessages(fields, names, origin, uuids, rules);
        packets = new PacketEncoder(fields, out, texts);
        sources = new EncodedNames.Of<>(party -> messages.source(party).toByteArray());
        destinations = new EncodedNames.Of<>(party -> messages.destination(party).toByteArray());
        nodeName = texts.text(origin.nodeName());
        emitter = messages.emitter().toByteArray();
    }

    /** The answer with the event that the view is at; copied out by {@link #copyTo}. */
    public int encode(FlowView view) {
        out.clear();
        FlowEvent event = view.event();
        time(GetFlowsResponse.TIME_FIELD_NUMBER, event.timeNanos());
        out.text(GetFlowsResponse.NODE_NAME_FIELD_NUMBER, nodeName);
        if (plain(event)) {
            int before = out.size();
            flow(view, event);
            out.end(GetFlowsResponse.FLOW_FIELD_NUMBER, before);
        } else {
            out.message(GetFlowsResponse.FLOW_FIELD_NUMBER, messages.of(view).toByteArray());
        }
        return out.size();
    }

    /** Copies the answer that was encoded last. */
    public void copyTo(byte[] target, int offset) {
        out.copyTo(target, offset);
    }

    private boolean plain(FlowEvent event) {
        return !fields.isNested()
                && !fields.has(Flow.EXTENSIONS_FIELD_NUMBER)
                && event.tunnelProtocol() == 0
                && (event.ingressRule() | event.egressRule()) == 0
                && !FlowMessages.judged(event);
    }

    private void flow(FlowView view, FlowEvent event) {
        packets.add(view, event);
        judgement(view, event);
        if (fields.has(Flow.DESTINATION_FIELD_NUMBER)) {
            out.message(Flow.DESTINATION_FIELD_NUMBER, destinations.get(view.destination()));
        }
        if (fields.has(Flow.SOURCE_FIELD_NUMBER)) {
            out.message(Flow.SOURCE_FIELD_NUMBER, sources.get(view.source()));
        }
        origin(view, event);
    }

    private void origin(FlowView view, FlowEvent event) {
        int device = view.shownDevice();
        if (device != 0 && fields.has(Flow.INTERFACE_FIELD_NUMBER)) {
            int before = out.size();
            out.text(SECOND_FIELD, texts.text(names.device(device, event.timeNanos())));
            out.number(FIRST, device);
            out.end(Flow.INTERFACE_FIELD_NUMBER, before);
        }
        if (fields.has(Flow.EVENT_TYPE_FIELD_NUMBER)) {
            int before = out.size();
            out.number(SECOND_FIELD, view.subType());
            out.number(FIRST, event.kind().number());
            out.end(Flow.EVENT_TYPE_FIELD_NUMBER, before);
        }
        if (fields.has(Flow.TYPE_FIELD_NUMBER)) {
            out.number(Flow.TYPE_FIELD_NUMBER, 1);
        }
        if (fields.has(Flow.NODE_LABELS_FIELD_NUMBER)) {
            nodeLabels();
        }
        if (fields.has(Flow.NODE_NAME_FIELD_NUMBER)) {
            out.text(Flow.NODE_NAME_FIELD_NUMBER, nodeName);
        }
        if (fields.has(Flow.EMITTER_FIELD_NUMBER)) {
            out.message(Flow.EMITTER_FIELD_NUMBER, emitter);
        }
        if (fields.has(Flow.UUID_FIELD_NUMBER)) {
            out.text(Flow.UUID_FIELD_NUMBER, uuids.encoded(event.sequence()));
        }
        if (fields.has(Flow.TIME_FIELD_NUMBER)) {
            time(Flow.TIME_FIELD_NUMBER, event.timeNanos());
        }
    }

    /** Backwards, so that they come in their order. */
    private void nodeLabels() {
        List<String> labels = new ArrayList<>(names.nodeLabels());
        for (int i = labels.size() - 1; i >= 0; i--) {
            out.message(Flow.NODE_LABELS_FIELD_NUMBER, texts.text(labels.get(i)));
        }
    }

    private void judgement(FlowView view, FlowEvent event) {
        wanted(Flow.VERDICT_FIELD_NUMBER, event.verdict());
        wanted(Flow.DROP_REASON_FIELD_NUMBER, event.dropReason());
        wanted(Flow.DROP_REASON_DESC_FIELD_NUMBER, event.dropReason());
        wanted(Flow.TRAFFIC_DIRECTION_FIELD_NUMBER, event.direction());
        if (view.knowsReply()) {
            wanted(Flow.REPLY_FIELD_NUMBER, view.reply() ? 1 : 0);
            if (fields.has(Flow.IS_REPLY_FIELD_NUMBER)) {
                int before = out.size();
                out.flag(FIRST, view.reply());
                out.end(Flow.IS_REPLY_FIELD_NUMBER, before);
            }
        }
        if (event.kind() == FlowKind.TRACE) {
            wanted(Flow.TRACE_OBSERVATION_POINT_FIELD_NUMBER, event.observationPoint());
            wanted(Flow.TRACE_REASON_FIELD_NUMBER, event.traceReason());
        }
        if (event.kind() == FlowKind.POLICY_VERDICT) {
            wanted(
                    Flow.POLICY_MATCH_TYPE_FIELD_NUMBER,
                    event.ofIngress() ? event.ingressMatch() : event.egressMatch());
        }
    }

    private void wanted(int field, int value) {
        if (fields.has(field)) {
            out.number(field, value);
        }
    }

    private void time(int field, long nanos) {
        int before = out.size();
        out.number(SECOND_FIELD, Math.floorMod(nanos, SECOND));
        out.number(FIRST, Math.floorDiv(nanos, SECOND));
        out.end(field, before);
    }
}
