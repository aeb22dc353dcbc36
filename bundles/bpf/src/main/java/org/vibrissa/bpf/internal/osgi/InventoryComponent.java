package org.vibrissa.bpf.internal.osgi;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.internal.own.Inventory;
import org.vibrissa.bpf.internal.own.PinPurge;
import org.vibrissa.runtime.Footprint;

/** Lists and, for {@code down --purge}, removes what the daemon has in the kernel's BPF. */
@Component(service = {BpfInventory.class, Footprint.class})
public final class InventoryComponent implements BpfInventory, Footprint {
    private final Inventory inventory;
    private final PinPurge purge;

    /** An inventory of this daemon. */
    @Activate
    public InventoryComponent(@Reference NodeComponent node) {
        this.inventory = new Inventory(node.node());
        this.purge = new PinPurge(node.node());
    }

    @Override
    public List<Program> programs() {
        return inventory.programs();
    }

    @Override
    public List<MapItem> maps() {
        return inventory.maps();
    }

    @Override
    public List<Link> links() {
        return inventory.links();
    }

    @Override
    public List<Pin> pins() {
        return inventory.pins();
    }

    @Override
    public StatsLease enableStats() {
        return inventory.enableStats();
    }

    @Override
    public String owner() {
        return "bpf";
    }

    @Override
    public int layer() {
        return 100;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        programs().forEach(p -> items.add(new Item("program", p.id() + " " + p.name(), p.owner())));
        maps().forEach(
                        m ->
                                items.add(
                                        new Item(
                                                "map",
                                                m.info().id() + " " + m.info().name(),
                                                m.owner())));
        links().forEach(l -> items.add(new Item("link", l.target(), l.owner())));
        pins().forEach(p -> items.add(new Item("pin", p.path(), p.kind() + " of " + p.owner())));
        return items;
    }

    @Override
    public void purge() {
        purge.all();
    }
}
