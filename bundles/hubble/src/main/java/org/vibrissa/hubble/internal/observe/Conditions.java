package org.vibrissa.hubble.internal.observe;

import java.util.function.BiConsumer;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.flow.IPVersion;
import org.vibrissa.hubble.proto.flow.NetworkInterface;

/** What each flag asks of a flow. */
final class Conditions {
    private Conditions() {}

    /**
     * Adds the condition of a flag.
     *
     * @throws IllegalArgumentException naming the flag and what is wrong with its value
     */
    static void add(FilterList list, Flag flag, String value) {
        list.use(flag);
        switch (flag) {
            case FROM_IP -> list.both(f -> f.addSourceIp(value));
            case TO_IP -> list.both(f -> f.addDestinationIp(value));
            case IP ->
                    list.either(
                            FlowFilter.Builder::addSourceIp,
                            FlowFilter.Builder::addDestinationIp,
                            value);
            case SNAT_IP -> list.both(f -> f.addSourceIpXlated(value));
            case FROM_POD -> list.both(f -> f.addSourcePod(value));
            case TO_POD -> list.both(f -> f.addDestinationPod(value));
            case POD ->
                    list.either(
                            FlowFilter.Builder::addSourcePod,
                            FlowFilter.Builder::addDestinationPod,
                            value);
            case FROM_NAMESPACE, TO_NAMESPACE, NAMESPACE -> list.namespace(flag, value);
            case FROM_ALL_NAMESPACES, TO_ALL_NAMESPACES, ALL_NAMESPACES -> list.namespace(flag, "");
            case FROM_LABEL -> list.both(f -> f.addSourceLabel(value));
            case TO_LABEL -> list.both(f -> f.addDestinationLabel(value));
            case LABEL ->
                    list.either(
                            FlowFilter.Builder::addSourceLabel,
                            FlowFilter.Builder::addDestinationLabel,
                            value);
            case FROM_PORT -> list.both(f -> f.addSourcePort(value));
            case TO_PORT -> list.both(f -> f.addDestinationPort(value));
            case PORT ->
                    list.either(
                            FlowFilter.Builder::addSourcePort,
                            FlowFilter.Builder::addDestinationPort,
                            value);
            case FROM_SERVICE -> list.both(f -> f.addSourceService(value));
            case TO_SERVICE -> list.both(f -> f.addDestinationService(value));
            case SERVICE ->
                    list.either(
                            FlowFilter.Builder::addSourceService,
                            FlowFilter.Builder::addDestinationService,
                            value);
            case FROM_FQDN -> list.both(f -> f.addSourceFqdn(value));
            case TO_FQDN -> list.both(f -> f.addDestinationFqdn(value));
            case FQDN ->
                    list.either(
                            FlowFilter.Builder::addSourceFqdn,
                            FlowFilter.Builder::addDestinationFqdn,
                            value);
            case FROM_CLUSTER -> list.both(f -> f.addSourceClusterName(value));
            case TO_CLUSTER -> list.both(f -> f.addDestinationClusterName(value));
            case CLUSTER ->
                    list.either(
                            FlowFilter.Builder::addSourceClusterName,
                            FlowFilter.Builder::addDestinationClusterName,
                            value);
            default -> addParsed(list, flag, value);
        }
    }

    /** Those whose value is not taken as it is. */
    private static void addParsed(FilterList list, Flag flag, String value) {
        switch (flag) {
            case FROM_IDENTITY, TO_IDENTITY, IDENTITY -> identity(list, flag, value);
            case FROM_WORKLOAD, TO_WORKLOAD, WORKLOAD -> workload(list, flag, value);
            case TCP_FLAGS -> list.both(f -> f.addTcpFlags(Words.tcpFlags(value)));
            case TYPE -> list.both(f -> f.addEventType(Words.eventType(value)));
            case VERDICT -> list.both(f -> f.addVerdict(Words.verdict(value)));
            case DROP_REASON -> list.both(f -> f.addDropReasonDesc(Words.dropReason(value)));
            case TRAFFIC_DIRECTION -> list.both(f -> f.addTrafficDirection(Words.direction(value)));
            case INTERFACE ->
                    list.both(f -> f.addInterface(NetworkInterface.newBuilder().setName(value)));
            case IPV4 -> list.both(f -> f.addIpVersion(IPVersion.IPv4));
            case IPV6 -> list.both(f -> f.addIpVersion(IPVersion.IPv6));
            case IP_VERSION -> list.both(f -> f.addIpVersion(Words.ipVersion(value)));
            case HTTP_HEADER -> list.both(f -> f.addHttpHeader(Words.header(value)));
            case IP_TRACE_ID -> list.both(f -> f.addIpTraceId(Words.traceId(value)));
            case ENCRYPTED -> list.both(f -> f.addEncrypted(true));
            case UNENCRYPTED -> list.both(f -> f.addEncrypted(false));
            case CEL -> list.both(f -> f.getExperimentalBuilder().addCelExpression(value));
            default -> list.both(f -> text(flag).accept(f, value));
        }
    }

    private static BiConsumer<FlowFilter.Builder, String> text(Flag flag) {
        return switch (flag) {
            case NODE_NAME -> FlowFilter.Builder::addNodeName;
            case NODE_LABEL -> FlowFilter.Builder::addNodeLabels;
            case PROTOCOL -> FlowFilter.Builder::addProtocol;
            case HTTP_STATUS -> FlowFilter.Builder::addHttpStatusCode;
            case HTTP_METHOD -> FlowFilter.Builder::addHttpMethod;
            case HTTP_PATH -> FlowFilter.Builder::addHttpPath;
            case HTTP_URL -> FlowFilter.Builder::addHttpUrl;
            case TRACE_ID -> FlowFilter.Builder::addTraceId;
            case UUID -> FlowFilter.Builder::addUuid;
            default -> throw new IllegalStateException("no condition for " + flag);
        };
    }

    private static void identity(FilterList list, Flag flag, String value) {
        int number = Words.identity(value);
        switch (flag) {
            case FROM_IDENTITY -> list.both(f -> f.addSourceIdentity(number));
            case TO_IDENTITY -> list.both(f -> f.addDestinationIdentity(number));
            default ->
                    list.either(
                            FlowFilter.Builder::addSourceIdentity,
                            FlowFilter.Builder::addDestinationIdentity,
                            number);
        }
    }

    private static void workload(FilterList list, Flag flag, String value) {
        var workload = Words.workload(value);
        switch (flag) {
            case FROM_WORKLOAD -> list.both(f -> f.addSourceWorkload(workload));
            case TO_WORKLOAD -> list.both(f -> f.addDestinationWorkload(workload));
            default ->
                    list.either(
                            (f, each) -> f.addSourceWorkload(each),
                            (f, each) -> f.addDestinationWorkload(each),
                            workload);
        }
    }
}
