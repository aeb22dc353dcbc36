package org.vibrissa.node.internal.view;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.node.Peers;

/** Nodes, groups and what the kernel has of them, in a bug report. */
@Component
public final class NodeSection implements DebugSection {
    private final NodeRows nodes;
    private final Peers peers;
    private final KernelTables tables;

    @Activate
    public NodeSection(
            @Reference NodeRows nodes, @Reference Peers peers, @Reference KernelTables tables) {
        this.nodes = nodes;
        this.peers = peers;
        this.tables = tables;
    }

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public Object collect() {
        return Map.of(
                "nodes", nodes.list(),
                "groups", peers.groups(),
                "kernelNodes", tables.nodes(),
                "kernelGroups", tables.groups());
    }
}
