package org.vibrissa.datapath;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;

/**
 * What {@link Pipeline} does for a bundle itself, done in its name by who replaces bundles. Thread
 * safe.
 */
@ProviderType
public interface StageAdmission {
    /**
     * Checks every contract record of a bundle's object files: ABI, slot, chains, who holds the
     * slot, and what the stage needs of earlier ones, those of the same bundle included. Records
     * without a program are refused.
     *
     * @param owner symbolic name of the bundle that is going to claim
     * @throws ClaimRefused as a claim would
     */
    void checkContracts(String owner, List<BpfObjectSpec> objects);

    /**
     * Walks canned packets through a private copy of the pipeline with each stage of the object in
     * its slot, one after the other.
     *
     * @throws ClaimRefused as a claim would
     */
    void checkConformance(BpfObject object);

    /**
     * Puts the no-op stage in place of whatever stands in a slot for this owner, such as a stage
     * that an earlier daemon left and whose bundle does not start any more.
     *
     * @return how many slots, each chain counted
     */
    int evict(String owner);
}
