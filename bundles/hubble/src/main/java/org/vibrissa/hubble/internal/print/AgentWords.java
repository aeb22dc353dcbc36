package org.vibrissa.hubble.internal.print;

import org.vibrissa.hubble.proto.flow.AgentEvent;
import org.vibrissa.hubble.proto.flow.EndpointRegenNotification;
import org.vibrissa.hubble.proto.flow.EndpointUpdateNotification;
import org.vibrissa.hubble.proto.flow.IPCacheNotification;
import org.vibrissa.hubble.proto.flow.PolicyUpdateNotification;

/** What a daemon did, in words. */
final class AgentWords {
    private AgentWords() {}

    static String of(AgentEvent event, TimeFormat time) {
        return Harmless.text(
                switch (event.getNotificationCase()) {
                    case UNKNOWN ->
                            "type: "
                                    + event.getUnknown().getType()
                                    + ", notification: "
                                    + event.getUnknown().getNotification();
                    case AGENT_START ->
                            "start time: "
                                    + time.text(
                                            event.getAgentStart().getTime(),
                                            event.getAgentStart().hasTime());
                    case POLICY_UPDATE -> policy(event.getPolicyUpdate());
                    case ENDPOINT_REGENERATE -> regenerated(event.getEndpointRegenerate());
                    case ENDPOINT_UPDATE -> endpoint(event.getEndpointUpdate());
                    case IPCACHE_UPDATE -> address(event.getIpcacheUpdate());
                    default -> "UNKNOWN";
                });
    }

    private static String policy(PolicyUpdateNotification update) {
        return "labels: ["
                + String.join(",", update.getLabelsList())
                + "], revision: "
                + update.getRevision()
                + ", count: "
                + update.getRuleCount();
    }

    private static String regenerated(EndpointRegenNotification endpoint) {
        String text =
                "id: "
                        + endpoint.getId()
                        + ", labels: ["
                        + String.join(",", endpoint.getLabelsList())
                        + "]";
        return endpoint.getError().isEmpty() ? text : text + ", error: " + endpoint.getError();
    }

    private static String endpoint(EndpointUpdateNotification endpoint) {
        StringBuilder text = new StringBuilder("id: ").append(endpoint.getId());
        if (!endpoint.getNamespace().isEmpty()) {
            text.append(", namespace: ").append(endpoint.getNamespace());
        }
        if (!endpoint.getPodName().isEmpty()) {
            text.append(", pod name: ").append(endpoint.getPodName());
        }
        return text.toString();
    }

    private static String address(IPCacheNotification entry) {
        StringBuilder text =
                new StringBuilder("cidr: ")
                        .append(entry.getCidr())
                        .append(", identity: ")
                        .append(Integer.toUnsignedString(entry.getIdentity()));
        if (entry.hasOldIdentity()) {
            text.append(", old identity: ")
                    .append(Integer.toUnsignedString(entry.getOldIdentity().getValue()));
        }
        if (!entry.getHostIp().isEmpty()) {
            text.append(", host ip: ").append(entry.getHostIp());
        }
        if (!entry.getOldHostIp().isEmpty()) {
            text.append(", old host ip: ").append(entry.getOldHostIp());
        }
        return text.append(", encrypt key: ")
                .append(Integer.toUnsignedString(entry.getEncryptKey()))
                .toString();
    }
}
