package org.vibrissa.overlay.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.Pipeline;

/** The stages of one format and their slots: receiving first and longest. */
final class Carrier {
    private static final String NAME = "org.vibrissa.overlay";

    private final BpfLoader loader;
    private final Pipeline pipeline;
    private final Format format;
    private final Deque<Claim> claims = new ArrayDeque<>();
    private Optional<BpfObject> object = Optional.empty();

    Carrier(BpfLoader loader, Pipeline pipeline, Format format) {
        this.loader = loader;
        this.pipeline = pipeline;
        this.format = format;
    }

    /** Whether this bundle has claimed both slots. */
    boolean claimed() {
        return object.isPresent();
    }

    /** Whether stages of an earlier daemon or version of this bundle are in the slots. */
    boolean inherited() {
        return pipeline.slots().stream()
                .anyMatch(
                        slot ->
                                slot.owner().equals(NAME)
                                        && (slot.slot() == format.decapSlot()
                                                || slot.slot() == format.forwardSlot()));
    }

    /** Loads the stages and puts them in force, in the place of an earlier version's. */
    void claim() {
        if (claimed()) {
            return;
        }
        BpfObject loaded = loader.load(TunnelMaps.surviving(format.object()));
        try {
            claims.push(pipeline.claim(new ClaimRequest(loaded, format.decapProgram())));
            claims.push(pipeline.claim(new ClaimRequest(loaded, format.forwardProgram())));
            object = Optional.of(loaded);
        } catch (RuntimeException e) {
            release();
            loaded.close();
            throw e;
        }
    }

    /** What of {@link #claim} can be tried without a change. */
    void tryClaim() {
        if (claimed()) {
            return;
        }
        try (BpfObject loaded = loader.load(TunnelMaps.surviving(format.object()))) {
            pipeline.check(new ClaimRequest(loaded, format.decapProgram()));
            pipeline.check(new ClaimRequest(loaded, format.forwardProgram()));
        }
    }

    /** Gives the slots back, the receiving one last. */
    void release() {
        while (!claims.isEmpty()) {
            claims.pop().release();
        }
        object.ifPresent(BpfObject::close);
        object = Optional.empty();
    }
}
