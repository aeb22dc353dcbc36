package org.vibrissa.datapath.internal.pipeline;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.StageAdmission;

/** The checks of a claim and the end of one, in the name of any bundle. */
@Component
public final class AdmissionService implements StageAdmission {
    private final PipelineCore core;

    /** Over this pipeline. */
    @Activate
    public AdmissionService(@Reference PipelineCore core) {
        this.core = core;
    }

    @Override
    public void checkContracts(String owner, List<BpfObjectSpec> objects) {
        List<StageContract> contracts =
                objects.stream()
                        .flatMap(o -> o.notes().stream().map(note -> contract(o, note)))
                        .toList();
        core.checkPlaces(contracts, owner);
    }

    private static StageContract contract(BpfObjectSpec object, ContractNote note) {
        StageContract contract = StageContract.of(object, note);
        if (object.program(contract.program()).isEmpty()) {
            throw new ClaimRefused(
                    ClaimRefused.Cause.NO_CONTRACT,
                    "%s: contract record %s names program %s, which the object does not have"
                            .formatted(object.entry(), note.symbol(), contract.program()));
        }
        return contract;
    }

    @Override
    public void checkConformance(BpfObject object) {
        for (ContractNote note : object.spec().notes()) {
            StageContract contract = StageContract.of(object.spec(), note);
            core.checkConformance(new ClaimRequest(object, contract.program()), contract);
        }
    }

    @Override
    public int evict(String owner) {
        int slots = core.table().evict(owner);
        if (slots > 0) {
            core.compactLater();
        }
        return slots;
    }
}
