package org.vibrissa.node.internal.view;

import java.util.List;
import java.util.Map;
import org.vibrissa.state.Resource;
import org.vibrissa.state.Status;

/**
 * One node as users see it.
 *
 * @param name its name
 * @param self whether it is this host
 * @param id its number in the kernel's tables
 * @param addresses underlay addresses
 * @param prefixes where its endpoints live
 * @param labels by which groups select it
 * @param group its path group, empty for this host
 * @param mode mode in force toward it, empty for none
 * @param mtu bytes of IP that get to its endpoints, 0 for this host
 * @param phase Pending, Ready or Failed
 * @param reason why
 */
public record NodeRow(
        String name,
        boolean self,
        long id,
        List<String> addresses,
        List<String> prefixes,
        Map<String, String> labels,
        String group,
        String mode,
        int mtu,
        String phase,
        String reason) {

    static NodeRow of(Resource node, boolean self, int id) {
        Status status = node.status();
        Map<String, String> details = status.details();
        return new NodeRow(
                node.name(),
                self,
                Integer.toUnsignedLong(id),
                texts(node, "addresses"),
                texts(node, "prefixes"),
                node.metadata().labels(),
                details.getOrDefault("group", ""),
                details.getOrDefault("mode", ""),
                Integer.parseInt(details.getOrDefault("mtu", "0")),
                status.phase().label(),
                status.reason());
    }

    private static List<String> texts(Resource node, String field) {
        return node.spec()
                .path(field)
                .valueStream()
                .map(com.fasterxml.jackson.databind.JsonNode::asText)
                .toList();
    }

    /** {@code Ready}, or the phase with its reason. */
    public String status() {
        return reason.isEmpty() ? phase : phase + " (" + reason + ")";
    }
}
