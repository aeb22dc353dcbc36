package org.vibrissa.datapath.internal.pipeline;

import java.util.Set;
import java.util.function.Consumer;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRequest;

/** One bundle's hold on a slot. */
final class SlotClaim implements Claim {
    private final SlotTable table;
    private final PipelineService pipeline;
    private final Consumer<SlotClaim> onRelease;
    private final int slot;
    private final Set<Chain> chains;
    private Stage stage;
    private boolean released;

    SlotClaim(
            SlotTable table,
            PipelineService pipeline,
            StageContract contract,
            Stage stage,
            Consumer<SlotClaim> onRelease) {
        this.table = table;
        this.pipeline = pipeline;
        this.onRelease = onRelease;
        this.slot = contract.slot();
        this.chains = Set.copyOf(contract.chains());
        this.stage = stage;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public Set<Chain> chains() {
        return chains;
    }

    @Override
    public synchronized void replace(ClaimRequest request) {
        if (released) {
            throw new IllegalStateException("the claim of slot " + slot + " was released");
        }
        Stage next = pipeline.checkedReplacement(request, slot, chains);
        table.replace(chains, slot, stage, next);
        stage = next;
    }

    /** Gives the claim up; its stage stays in force, for its owner to claim again. */
    synchronized void leave() {
        if (!released) {
            released = true;
            table.orphan(chains, slot, stage);
            onRelease.accept(this);
        }
    }

    /** While the pipeline itself goes the stage stays in force, for its owner to claim again. */
    @Override
    public synchronized void release() {
        if (!released) {
            released = true;
            if (!pipeline.ending()) {
                table.remove(chains, slot, stage);
            }
            onRelease.accept(this);
        }
    }
}
