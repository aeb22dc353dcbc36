package org.vibrissa.datapath.internal.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.Slots;

/**
 * Whether earlier stages provide what a stage needs, in each chain that it stands in. A walk of
 * {@code dlv} goes on from the deliver slot of the other chains: what all of these provide before
 * it holds there too.
 */
final class Needs {
    private static final Set<Chain> BEFORE_DLV = EnumSet.complementOf(EnumSet.of(Chain.DLV));

    private final Map<Place, Integer> provided;

    /**
     * Over what stands in the slots.
     *
     * @param provided capabilities by place, a bit mask
     */
    Needs(Map<Place, Integer> provided) {
        this.provided = provided;
    }

    /**
     * Checks one stage.
     *
     * @throws ClaimRefused naming the first capability that is missing, the chain, and who would
     *     provide it
     */
    void check(StageContract contract) {
        for (Chain chain : contract.chains()) {
            int missing = contract.needs() & ~before(chain, contract.slot());
            if (missing != 0) {
                throw refused(contract, chain, Integer.numberOfTrailingZeros(missing));
            }
        }
    }

    private int before(Chain chain, int slot) {
        int own = in(chain, slot);
        return chain == Chain.DLV
                ? own
                        | BEFORE_DLV.stream()
                                .mapToInt(entering -> in(entering, Slots.DELIVER))
                                .reduce(-1, (a, b) -> a & b)
                : own;
    }

    private int in(Chain chain, int before) {
        return provided.entrySet().stream()
                .filter(e -> e.getKey().chain() == chain && e.getKey().slot() < before)
                .mapToInt(Map.Entry::getValue)
                .reduce(0, (a, b) -> a | b);
    }

    private ClaimRefused refused(StageContract contract, Chain chain, int bit) {
        return new ClaimRefused(
                ClaimRefused.Cause.UNMET_NEED,
                "program %s for slot %d needs %s, which no earlier slot of chain %s provides; %s"
                        .formatted(
                                contract.program(),
                                contract.slot(),
                                Capability.describe(bit),
                                chain.label(),
                                hint(contract, chain, bit)));
    }

    /** A stage that has it but comes too late, else the slots that are meant for it. */
    private String hint(StageContract contract, Chain chain, int bit) {
        List<Integer> late =
                provided.entrySet().stream()
                        .filter(e -> e.getKey().chain() == chain)
                        .filter(e -> (e.getValue() & (1 << bit)) != 0)
                        .map(e -> e.getKey().slot())
                        .filter(slot -> slot >= contract.slot())
                        .toList();
        if (!late.isEmpty()) {
            return names(late) + " provides it: claim a later slot";
        }
        List<Integer> meant = Capability.slots(bit);
        return meant.isEmpty()
                ? "no stage of this runtime provides it"
                : "a stage in " + names(meant) + " of that chain would";
    }

    private static String names(List<Integer> slots) {
        return slots.stream()
                .map(slot -> "slot " + slot + " (" + Slots.name(slot) + ")")
                .collect(Collectors.joining(" or "));
    }
}
