package org.vibrissa.flow.internal.kernel;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.NotablePackets;
import org.vibrissa.datapath.Pipeline;

/**
 * The stage of slot 28 in all chains, in the place of an earlier daemon's or version's. It outlives
 * the daemon. Thread safe.
 */
@Component(service = FlowStage.class, immediate = true)
public final class FlowStage {
    private static final String OBJECT = "bpf/flow.bpf.o";
    private static final String PROGRAM = "vib_stage_flow";

    private final BpfObject object;
    private final Claim claim;

    @Activate
    public FlowStage(
            @Reference BpfLoader loader,
            @Reference Pipeline pipeline,
            @Reference NotablePackets notable,
            @Reference FlowMaps maps) {
        maps.begin(notable::count);
        object = loader.load(maps.surviving(OBJECT));
        try {
            claim = pipeline.claim(new ClaimRequest(object, PROGRAM));
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** Gives the slot back: notable packets are counted as unseen from then on. */
    public void release() {
        claim.release();
    }

    @Deactivate
    void deactivate() {
        object.close();
    }
}
