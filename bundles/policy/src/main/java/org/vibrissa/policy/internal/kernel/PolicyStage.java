package org.vibrissa.policy.internal.kernel;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.Generation;
import org.vibrissa.datapath.Pipeline;

/**
 * The stage of slot 14 in all chains, from this component's start on; in the place of an earlier
 * daemon's or version's. It outlives the daemon. Thread safe.
 */
@Component(service = PolicyStage.class, immediate = true)
public final class PolicyStage {
    private static final String OBJECT = "bpf/policy.bpf.o";
    private static final String PROGRAM = "vib_stage_policy";

    private final BpfObject object;
    private final Claim claim;
    private final PolicyProbe probe;

    /** Claims the slot; flows that nobody has judged yet are judged from then on. */
    @Activate
    public PolicyStage(
            @Reference BpfLoader loader,
            @Reference Pipeline pipeline,
            @Reference Generation generation,
            @Reference PolicyMaps maps) {
        object = loader.load(PolicyMaps.surviving(OBJECT));
        try {
            claim = pipeline.claim(new ClaimRequest(object, PROGRAM));
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
        generation.advance();
        probe = new PolicyProbe(object.program(PolicyProbe.PROGRAM));
    }

    /** What the kernel says to these questions, by the code that judges packets. */
    public List<PolicyProbe.Answer> ask(List<PolicyProbe.Question> questions) {
        return probe.ask(questions);
    }

    /** Gives the slot back: nothing is enforced from then on. */
    public void release() {
        claim.release();
    }

    @Deactivate
    void deactivate() {
        object.close();
    }
}
