package org.vibrissa.datapath.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ProgArray;

/** Slots in memory; remembers each write, and fails one on demand. */
final class FakeProgArray implements ProgArray {
    final Map<Integer, String> slots = new TreeMap<>();
    final List<String> writes = new ArrayList<>();
    String refused = "";

    @Override
    public int slots() {
        return 32;
    }

    @Override
    public void set(int slot, BpfProgram program) {
        if (program.name().equals(refused)) {
            throw new BpfException("refused " + refused);
        }
        writes.add("set " + slot + " " + program.name());
        slots.put(slot, program.name());
    }

    @Override
    public boolean clear(int slot) {
        writes.add("clear " + slot);
        return slots.remove(slot) != null;
    }

    @Override
    public Map<Integer, Integer> programIds() {
        return slots.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().hashCode()));
    }
}
