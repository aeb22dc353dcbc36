package org.vibrissa.swap.internal;

import java.util.List;
import org.osgi.framework.Bundle;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.StageAdmission;
import org.vibrissa.swap.SwapFailed;

/**
 * What can be said of a new version before any of its code runs. It is installed and wired, not
 * started; nothing of it is in force, and nothing stays in the kernel.
 */
final class Preflight {
    private final BpfRehearsal rehearsal;
    private final StageAdmission admission;

    Preflight(BpfRehearsal rehearsal, StageAdmission admission) {
        this.rehearsal = rehearsal;
        this.admission = admission;
    }

    /**
     * Contracts first, then the kernel's word on each program, then canned packets.
     *
     * @throws SwapFailed with the first reason
     */
    void check(Bundle bundle) {
        try {
            List<BpfObjectSpec> objects = rehearsal.read(bundle.getBundleId());
            if (objects.isEmpty()) {
                return;
            }
            admission.checkContracts(bundle.getSymbolicName(), objects);
            try (BpfRehearsal.Loaded loaded = rehearsal.load(bundle.getBundleId())) {
                for (BpfObject object : loaded.objects()) {
                    admission.checkConformance(object);
                }
            }
        } catch (BpfException | ClaimRefused e) {
            throw refused(bundle, e.getMessage(), e);
        }
    }

    private static SwapFailed refused(Bundle bundle, String why, RuntimeException cause) {
        return new SwapFailed(
                        "pre-flight",
                        "%s %s: %s".formatted(bundle.getSymbolicName(), bundle.getVersion(), why),
                        "nothing was changed")
                .causedBy(cause);
    }
}
