package org.vibrissa.bpf.internal.own;

import java.util.Set;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.NotSupportedException;

/** Whether the kernel has what a bundle's manifest asks for. */
final class KernelNeeds {
    private KernelNeeds() {}

    /**
     * Compares with what was probed.
     *
     * @throws NotSupportedException naming the first feature that is missing
     * @throws BpfException when the manifest names a feature that nobody knows
     */
    static void check(Owner owner, Set<String> wanted, Features kernel) {
        for (String feature : wanted) {
            if (!Features.NAMES.contains(feature)) {
                throw new BpfException(
                        "%s asks for kernel feature '%s', which is not known; known are %s"
                                .formatted(owner.label(), feature, Features.NAMES));
            } else if (!kernel.has(feature)) {
                throw new NotSupportedException(
                        feature,
                        "%s needs kernel feature %s, which kernel %s lacks"
                                .formatted(owner.label(), feature, kernel.kernelRelease()));
            }
        }
    }
}
