package org.vibrissa.datapath.internal.pipeline;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.SyntheticPacket;

/** One bundle's view of the pipeline: its claims end with it. */
@Component(scope = ServiceScope.BUNDLE)
public final class PipelineService implements Pipeline {
    private final PipelineCore core;
    private final Bundle user;
    private final ComponentContext context;
    private final List<SlotClaim> claims = new CopyOnWriteArrayList<>();

    @Activate
    public PipelineService(@Reference PipelineCore core, ComponentContext context) {
        this.core = core;
        this.user = context.getUsingBundle();
        this.context = context;
    }

    /**
     * Releases the claims of a bundle that stops. Those of one that runs on stay in force: it, or
     * the pipeline, has only lost something that it stands on, and claims again when that is back.
     */
    @Deactivate
    void deactivate() {
        List.copyOf(claims)
                .forEach(user.getState() == Bundle.ACTIVE ? SlotClaim::leave : SlotClaim::release);
    }

    /**
     * Whether the pipeline itself goes, and takes this view from a bundle that runs on: because the
     * daemon stops, or something the pipeline stands on, such as the loader. A service that ends
     * has left the registry before its users are told.
     */
    boolean ending() {
        BundleContext own = context.getBundleContext();
        ServiceReference<?>[] registered = own.getBundle().getRegisteredServices();
        return own.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING
                || own.getServiceReference(BpfLoader.class) == null
                || registered == null
                || !List.of(registered).contains(context.getServiceReference());
    }

    @Override
    public Claim claim(ClaimRequest request) {
        StageContract contract = core.checked(request, user.getSymbolicName());
        Stage stage = stage(request, contract);
        core.table().push(contract.chains(), contract.slot(), stage);
        SlotClaim claim = new SlotClaim(core.table(), this, contract, stage, this::released);
        claims.add(claim);
        return claim;
    }

    @Override
    public void check(ClaimRequest request) {
        core.checked(request, user.getSymbolicName());
    }

    /** The stage of a replacement, which must stand in the same slot and chains. */
    Stage checkedReplacement(ClaimRequest request, int slot, Set<Chain> chains) {
        StageContract contract = core.checked(request, user.getSymbolicName());
        if (contract.slot() != slot || !contract.chains().equals(chains)) {
            throw new ClaimRefused(
                    ClaimRefused.Cause.NO_CONTRACT,
                    "program %s is for slot %d in %s; the claim is slot %d in %s"
                            .formatted(
                                    request.program(),
                                    contract.slot(),
                                    contract.chains(),
                                    slot,
                                    chains));
        }
        return stage(request, contract);
    }

    private Stage stage(ClaimRequest request, StageContract contract) {
        return Stage.of(
                user.getSymbolicName(),
                user.getVersion().toString(),
                contract,
                request.object().program(request.program()));
    }

    private void released(SlotClaim claim) {
        claims.remove(claim);
        core.compactLater();
    }

    @Override
    public List<SlotInfo> slots() {
        return core.slots();
    }

    @Override
    public PacketTrace trace(SyntheticPacket packet) {
        return core.trace(packet);
    }
}
