package org.vibrissa.node.internal.modes;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.datapath.Paths;

/** The kernel's tables in memory; they outlive a daemon as the kernel's do. */
public final class FakePaths implements Paths {
    public final Map<Integer, NodeEntry> nodes = new HashMap<>();
    public final Map<Integer, Integer> slots = new TreeMap<>();
    public int slotWrites;

    @Override
    public void putNode(int id, NodeEntry node) {
        nodes.put(id, node);
    }

    @Override
    public void removeNode(int id) {
        nodes.remove(id);
    }

    @Override
    public Map<Integer, NodeEntry> nodes() {
        return Map.copyOf(nodes);
    }

    @Override
    public void setGroup(int group, int slot) {
        slotWrites++;
        if (slot == 0) {
            slots.remove(group);
        } else {
            slots.put(group, slot);
        }
    }

    @Override
    public Map<Integer, Integer> groups() {
        return Map.copyOf(slots);
    }
}
