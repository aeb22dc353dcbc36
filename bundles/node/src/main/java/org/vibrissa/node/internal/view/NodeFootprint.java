package org.vibrissa.node.internal.view;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.internal.realise.NodeReconciler;
import org.vibrissa.runtime.Footprint;

/**
 * What the node bundle did to the host: entries in the kernel's maps of nodes and groups, and next
 * hops that it keeps known.
 */
@Component
public final class NodeFootprint implements Footprint {
    private final NodeReconciler reconciler;
    private final KernelTables tables;

    @Activate
    public NodeFootprint(@Reference NodeReconciler reconciler, @Reference KernelTables tables) {
        this.reconciler = reconciler;
        this.tables = tables;
    }

    @Override
    public String owner() {
        return "node";
    }

    @Override
    public int layer() {
        return 400;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        tables.nodes()
                .forEach(
                        node ->
                                items.add(
                                        new Item(
                                                "map-entry",
                                                "vib_nodes " + node.id(),
                                                "node " + node.name() + " at " + node.address())));
        tables.groups()
                .forEach(
                        group ->
                                items.add(
                                        new Item(
                                                "map-entry",
                                                "vib_groups " + group.group(),
                                                "path group "
                                                        + group.name()
                                                        + " by "
                                                        + group.stage())));
        reconciler
                .neighbours()
                .forEach(hop -> items.add(new Item("neighbour", hop, "next hop, kept known")));
        return items;
    }

    @Override
    public void purge() {
        reconciler.purge();
    }
}
