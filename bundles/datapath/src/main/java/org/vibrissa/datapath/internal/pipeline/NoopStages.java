package org.vibrissa.datapath.internal.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ObjectRequest;

/**
 * The stages that only go on. Each is loaded when first needed: every loaded program that refers to
 * the chains makes their updates a little slower.
 */
final class NoopStages {
    private final BpfLoader loader;
    private final Map<Integer, BpfObject> loaded = new HashMap<>();

    NoopStages(BpfLoader loader) {
        this.loader = loader;
    }

    synchronized BpfProgram forSlot(int slot) {
        String name = "vib_noop_" + slot;
        return loaded.computeIfAbsent(
                        slot,
                        s -> loader.load(ObjectRequest.of("bpf/noop.bpf.o").onlyPrograms(name)))
                .program(name);
    }

    /** Gives up the handles; a no-op in force goes on running. */
    synchronized void close() {
        loaded.values().forEach(BpfObject::close);
        loaded.clear();
    }
}
