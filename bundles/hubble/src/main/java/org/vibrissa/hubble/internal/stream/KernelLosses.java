package org.vibrissa.hubble.internal.stream;

import java.util.HashMap;
import java.util.Map;
import org.vibrissa.flow.FlowLedger;

/** Events that never came to the log because the kernel's ring was full, by CPU. Immutable. */
record KernelLosses(Map<Integer, Long> byCpu) {
    private static final String CAUSE = "ring-full";

    KernelLosses {
        byCpu = Map.copyOf(byCpu);
    }

    static KernelLosses none() {
        return new KernelLosses(Map.of());
    }

    /** As the ledger has them. What a rate limit left out is no loss: it was asked for. */
    static KernelLosses of(FlowLedger.Balance balance) {
        Map<Integer, Long> sums = new HashMap<>();
        for (FlowLedger.Loss loss : balance.lost()) {
            if (loss.cause().equals(CAUSE)) {
                sums.merge(loss.cpu(), loss.events(), Long::sum);
            }
        }
        return new KernelLosses(sums);
    }

    /** Those that were not there before. */
    Map<Integer, Long> since(KernelLosses before) {
        Map<Integer, Long> more = new HashMap<>();
        byCpu.forEach(
                (cpu, events) -> {
                    long added = events - before.byCpu.getOrDefault(cpu, 0L);
                    if (added > 0) {
                        more.put(cpu, added);
                    }
                });
        return more;
    }
}
