package org.vibrissa.swap.internal;

import java.util.Collection;
import java.util.List;
import org.osgi.framework.Version;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.swap.BundleRemoval;

/** What a bundle, in whatever version, has in the kernel, in bpffs and in the pipeline. */
final class Holdings {
    private final Pipeline pipeline;
    private final BpfInventory inventory;

    Holdings(Pipeline pipeline, BpfInventory inventory) {
        this.pipeline = pipeline;
        this.inventory = inventory;
    }

    /** All of it, now. */
    BundleRemoval of(
            String name,
            Version version,
            String jar,
            Collection<String> dependents,
            boolean dryRun) {
        return new BundleRemoval(
                name,
                version.toString(),
                dryRun,
                pipeline.slots().stream()
                        .filter(slot -> slot.owner().equals(name))
                        .map(slot -> slot.chain().label() + " " + slot.slot())
                        .toList(),
                inventory.programs().stream()
                        .filter(program -> owned(program.owner(), name))
                        .map(program -> program.id() + " " + program.name())
                        .toList(),
                inventory.maps().stream()
                        .filter(map -> owned(map.owner(), name))
                        .map(map -> map.info().id() + " " + map.info().name())
                        .toList(),
                inventory.links().stream()
                        .filter(link -> owned(link.owner(), name))
                        .map(BpfInventory.Link::target)
                        .toList(),
                pins(name),
                jar,
                List.copyOf(dependents));
    }

    /** Pins of a bundle; its folder in bpffs has dashes in place of the dots of its name. */
    private List<String> pins(String name) {
        String folder = "/bundle/" + name.replace('.', '-') + "/";
        return inventory.pins().stream()
                .filter(pin -> pin.owner().equals(name) || pin.path().contains(folder))
                .map(BpfInventory.Pin::path)
                .toList();
    }

    private static boolean owned(String label, String name) {
        return label.equals(name) || label.startsWith(name + "/");
    }
}
