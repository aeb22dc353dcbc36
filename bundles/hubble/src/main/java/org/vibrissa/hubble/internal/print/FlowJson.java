package org.vibrissa.hubble.internal.print;

import com.google.protobuf.Message;
import org.vibrissa.hubble.proto.flow.CiliumEventType;
import org.vibrissa.hubble.proto.flow.Emitter;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Ethernet;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.IP;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.NetworkInterface;
import org.vibrissa.hubble.proto.flow.TCP;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.hubble.proto.flow.UDP;
import org.vibrissa.hubble.proto.flow.Workload;
import org.vibrissa.hubble.proto.observer.ExportEvent;

/**
 * The messages that each flow has, written by their getters: to look for the fields of a message by
 * its description takes several times as long. The order is that of the .proto files. For one
 * thread.
 */
final class FlowJson {
    private final ProtoJson json;

    FlowJson(ProtoJson json) {
        this.json = json;
    }

    /** False when it is none of them; then nothing is written. */
    boolean append(Message message) {
        if (message instanceof Flow flow) {
            flow(flow);
        } else if (message instanceof Endpoint endpoint) {
            endpoint(endpoint);
        } else if (message instanceof Layer4 layer) {
            layer4(layer);
        } else if (message instanceof TCP tcp) {
            tcp(tcp);
        } else if (message instanceof TCPFlags flags) {
            tcpFlags(flags);
        } else if (message instanceof UDP udp) {
            udp(udp);
        } else if (message instanceof IP ip) {
            ip(ip);
        } else {
            return appendSmall(message);
        }
        return true;
    }

    private boolean appendSmall(Message message) {
        if (message instanceof Ethernet ethernet) {
            json.begin();
            json.text("source", ethernet.getSource());
            json.text("destination", ethernet.getDestination());
        } else if (message instanceof Workload workload) {
            json.begin();
            json.text("name", workload.getName());
            json.text("kind", workload.getKind());
        } else if (message instanceof CiliumEventType type) {
            // signed, unlike most
            if (type.getType() < 0 || type.getSubType() < 0) {
                return false;
            }
            json.begin();
            json.number("type", type.getType());
            json.number("sub_type", type.getSubType());
        } else if (message instanceof NetworkInterface device) {
            json.begin();
            json.number("index", device.getIndex());
            json.text("name", device.getName());
        } else if (message instanceof Emitter emitter) {
            json.begin();
            json.text("name", emitter.getName());
            json.text("version", emitter.getVersion());
        } else if (message instanceof ExportEvent event && event.hasFlow()) {
            json.begin();
            json.message("flow", true, event.getFlow());
            json.text("node_name", event.getNodeName());
            json.message("time", event.hasTime(), event.getTime());
        } else {
            return false;
        }
        json.end();
        return true;
    }

    @SuppressWarnings("deprecation") // older readers look for these fields
    private void flow(Flow flow) {
        json.begin();
        json.message("time", flow.hasTime(), flow.getTime());
        json.text("uuid", flow.getUuid());
        json.message("emitter", flow.hasEmitter(), flow.getEmitter());
        json.constant("verdict", flow.getVerdictValue(), flow.getVerdict());
        json.number("drop_reason", flow.getDropReason());
        json.constant("auth_type", flow.getAuthTypeValue(), flow.getAuthType());
        json.message("ethernet", flow.hasEthernet(), flow.getEthernet());
        json.message("IP", flow.hasIP(), flow.getIP());
        json.message("l4", flow.hasL4(), flow.getL4());
        json.message("tunnel", flow.hasTunnel(), flow.getTunnel());
        json.message("source", flow.hasSource(), flow.getSource());
        json.message("destination", flow.hasDestination(), flow.getDestination());
        json.constant("Type", flow.getTypeValue(), flow.getType());
        json.text("node_name", flow.getNodeName());
        json.texts("node_labels", flow.getNodeLabelsList());
        json.texts("source_names", flow.getSourceNamesList());
        json.texts("destination_names", flow.getDestinationNamesList());
        json.message("l7", flow.hasL7(), flow.getL7());
        json.flag("reply", flow.getReply());
        json.message("event_type", flow.hasEventType(), flow.getEventType());
        json.message("source_service", flow.hasSourceService(), flow.getSourceService());
        json.message(
                "destination_service", flow.hasDestinationService(), flow.getDestinationService());
        json.constant(
                "traffic_direction", flow.getTrafficDirectionValue(), flow.getTrafficDirection());
        json.number("policy_match_type", flow.getPolicyMatchType());
        json.constant(
                "trace_observation_point",
                flow.getTraceObservationPointValue(),
                flow.getTraceObservationPoint());
        json.constant("trace_reason", flow.getTraceReasonValue(), flow.getTraceReason());
        json.message("file", flow.hasFile(), flow.getFile());
        json.message("ip_trace_id", flow.hasIpTraceId(), flow.getIpTraceId());
        json.constant("drop_reason_desc", flow.getDropReasonDescValue(), flow.getDropReasonDesc());
        json.message("is_reply", flow.hasIsReply(), flow.getIsReply());
        rest(flow);
        json.end();
    }

    @SuppressWarnings("deprecation") // what the command line prints
    private void rest(Flow flow) {
        json.constant(
                "debug_capture_point",
                flow.getDebugCapturePointValue(),
                flow.getDebugCapturePoint());
        json.message("interface", flow.hasInterface(), flow.getInterface());
        json.number("proxy_port", flow.getProxyPort());
        json.message("trace_context", flow.hasTraceContext(), flow.getTraceContext());
        json.constant("sock_xlate_point", flow.getSockXlatePointValue(), flow.getSockXlatePoint());
        json.number("socket_cookie", flow.getSocketCookie());
        json.number("cgroup_id", flow.getCgroupId());
        json.text("Summary", flow.getSummary());
        json.message("extensions", flow.hasExtensions(), flow.getExtensions());
        json.messages("egress_allowed_by", flow.getEgressAllowedByList());
        json.messages("ingress_allowed_by", flow.getIngressAllowedByList());
        json.messages("egress_denied_by", flow.getEgressDeniedByList());
        json.messages("ingress_denied_by", flow.getIngressDeniedByList());
        json.texts("policy_log", flow.getPolicyLogList());
        json.message("aggregate", flow.hasAggregate(), flow.getAggregate());
    }

    private void endpoint(Endpoint endpoint) {
        json.begin();
        json.number("ID", endpoint.getID());
        json.number("identity", endpoint.getIdentity());
        json.text("cluster_name", endpoint.getClusterName());
        json.text("namespace", endpoint.getNamespace());
        json.texts("labels", endpoint.getLabelsList());
        json.text("pod_name", endpoint.getPodName());
        json.messages("workloads", endpoint.getWorkloadsList());
        json.end();
    }

    private void ip(IP ip) {
        json.begin();
        json.text("source", ip.getSource());
        json.text("source_xlated", ip.getSourceXlated());
        json.text("destination", ip.getDestination());
        json.constant("ipVersion", ip.getIpVersionValue(), ip.getIpVersion());
        json.flag("encrypted", ip.getEncrypted());
        json.end();
    }

    private void layer4(Layer4 layer) {
        json.begin();
        json.message("TCP", layer.hasTCP(), layer.getTCP());
        json.message("UDP", layer.hasUDP(), layer.getUDP());
        json.message("ICMPv4", layer.hasICMPv4(), layer.getICMPv4());
        json.message("ICMPv6", layer.hasICMPv6(), layer.getICMPv6());
        json.message("SCTP", layer.hasSCTP(), layer.getSCTP());
        json.message("VRRP", layer.hasVRRP(), layer.getVRRP());
        json.message("IGMP", layer.hasIGMP(), layer.getIGMP());
        json.end();
    }

    private void tcp(TCP tcp) {
        json.begin();
        json.number("source_port", tcp.getSourcePort());
        json.number("destination_port", tcp.getDestinationPort());
        json.message("flags", tcp.hasFlags(), tcp.getFlags());
        json.end();
    }

    private void udp(UDP udp) {
        json.begin();
        json.number("source_port", udp.getSourcePort());
        json.number("destination_port", udp.getDestinationPort());
        json.end();
    }

    private void tcpFlags(TCPFlags flags) {
        json.begin();
        json.flag("FIN", flags.getFIN());
        json.flag("SYN", flags.getSYN());
        json.flag("RST", flags.getRST());
        json.flag("PSH", flags.getPSH());
        json.flag("ACK", flags.getACK());
        json.flag("URG", flags.getURG());
        json.flag("ECE", flags.getECE());
        json.flag("CWR", flags.getCWR());
        json.flag("NS", flags.getNS());
        json.end();
    }
}
