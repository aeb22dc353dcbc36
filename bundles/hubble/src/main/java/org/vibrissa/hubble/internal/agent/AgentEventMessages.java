package org.vibrissa.hubble.internal.agent;

import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Timestamps;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.hubble.proto.flow.AgentEvent;
import org.vibrissa.hubble.proto.flow.AgentEventType;
import org.vibrissa.hubble.proto.flow.EndpointRegenNotification;
import org.vibrissa.hubble.proto.flow.EndpointUpdateNotification;
import org.vibrissa.hubble.proto.flow.IPCacheNotification;
import org.vibrissa.hubble.proto.flow.PolicyUpdateNotification;
import org.vibrissa.hubble.proto.flow.TimeNotification;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Resource;

/** Agent events as messages. */
final class AgentEventMessages {
    private AgentEventMessages() {}

    static AgentEvent started(Instant when) {
        return AgentEvent.newBuilder()
                .setType(AgentEventType.AGENT_STARTED)
                .setAgentStart(
                        TimeNotification.newBuilder()
                                .setTime(Timestamps.fromMillis(when.toEpochMilli())))
                .build();
    }

    static AgentEvent policy(Resource policy, boolean deleted, long revision) {
        return AgentEvent.newBuilder()
                .setType(deleted ? AgentEventType.POLICY_DELETED : AgentEventType.POLICY_UPDATED)
                .setPolicyUpdate(
                        PolicyUpdateNotification.newBuilder()
                                .addAllLabels(labels(policy))
                                .setRevision(revision)
                                .setRuleCount(rules(policy)))
                .build();
    }

    /** What upstream's policies are known by. */
    private static List<String> labels(Resource policy) {
        return List.of(
                "k8s:io.cilium.k8s.policy.derived-from=" + policy.kind(),
                "k8s:io.cilium.k8s.policy.name=" + policy.metadata().name(),
                "k8s:io.cilium.k8s.policy.namespace=" + policy.metadata().namespace(),
                "k8s:io.cilium.k8s.policy.uid=" + policy.metadata().uid());
    }

    private static int rules(Resource policy) {
        // "specs" is a list of what "spec" is one of; a document may have both.
        return policy.spec().has("specs") ? policy.spec().path("specs").size() : 1;
    }

    static AgentEvent created(LocalEndpoint endpoint) {
        return endpoint(endpoint, AgentEventType.ENDPOINT_CREATED);
    }

    static AgentEvent deleted(LocalEndpoint endpoint) {
        return endpoint(endpoint, AgentEventType.ENDPOINT_DELETED);
    }

    private static AgentEvent endpoint(LocalEndpoint endpoint, AgentEventType type) {
        return AgentEvent.newBuilder()
                .setType(type)
                .setEndpointUpdate(
                        EndpointUpdateNotification.newBuilder()
                                .setId(endpoint.id())
                                .addAllLabels(labels(endpoint))
                                .setPodName(endpoint.key().name())
                                .setNamespace(endpoint.key().namespace()))
                .build();
    }

    /** Its labels, identity or addresses are others now. */
    static AgentEvent regenerated(LocalEndpoint endpoint) {
        return AgentEvent.newBuilder()
                .setType(AgentEventType.ENDPOINT_REGENERATE_SUCCESS)
                .setEndpointRegenerate(
                        EndpointRegenNotification.newBuilder()
                                .setId(endpoint.id())
                                .addAllLabels(labels(endpoint)))
                .build();
    }

    private static List<String> labels(LocalEndpoint endpoint) {
        return endpoint.labels().entrySet().stream()
                .map(label -> "any:" + label.getKey() + "=" + label.getValue())
                .toList();
    }

    /**
     * An address got an identity, or lost it.
     *
     * @param before the identity it had, -1 for none
     */
    static AgentEvent ipcache(
            LocalEndpoint endpoint, InetAddress address, int before, boolean deleted) {
        IPCacheNotification.Builder change =
                IPCacheNotification.newBuilder()
                        .setCidr(IpPrefix.host(address).toString())
                        .setIdentity(endpoint.identity())
                        .setNamespace(endpoint.key().namespace())
                        .setPodName(endpoint.key().name());
        if (before >= 0) {
            change.setOldIdentity(UInt32Value.of(before));
        }
        return AgentEvent.newBuilder()
                .setType(deleted ? AgentEventType.IPCACHE_DELETED : AgentEventType.IPCACHE_UPSERTED)
                .setIpcacheUpdate(change)
                .build();
    }
}
