package org.vibrissa.overlay.internal;

import java.util.Optional;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.overlay.internal.bpf.FirstCount;
import org.vibrissa.overlay.internal.bpf.TunnelCount;

/** Layout 1 to layout 2: marked packets are counted from the change on. */
final class CountConversion
        implements MapMigration.Converter<Integer, FirstCount, Integer, TunnelCount> {
    @Override
    public Integer key(Integer format) {
        return format;
    }

    @Override
    public Optional<TunnelCount> value(Integer format, FirstCount old) {
        return Optional.of(plus(TunnelCount.ZERO, old, FirstCount.ZERO));
    }

    /** What the new stage has counted, and what the old one counted after the copy. */
    @Override
    public TunnelCount merge(
            Integer format,
            Optional<FirstCount> oldAtCopy,
            FirstCount oldNow,
            Optional<TunnelCount> newNow,
            TunnelCount converted) {
        return newNow.map(now -> plus(now, oldNow, oldAtCopy.orElse(FirstCount.ZERO)))
                .orElse(converted);
    }

    private static TunnelCount plus(TunnelCount sum, FirstCount now, FirstCount before) {
        return sum.withTxPackets(sum.txPackets() + now.txPackets() - before.txPackets())
                .withTxBytes(sum.txBytes() + now.txBytes() - before.txBytes())
                .withRxPackets(sum.rxPackets() + now.rxPackets() - before.rxPackets())
                .withRxBytes(sum.rxBytes() + now.rxBytes() - before.rxBytes());
    }
}
