package org.vibrissa.overlay.internal;

import java.util.Optional;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.overlay.internal.bpf.SecondCount;
import org.vibrissa.overlay.internal.bpf.TunnelCount;

/** Layout 2 to layout 1, which does not count marked packets. */
final class CountConversion
        implements MapMigration.Converter<Integer, SecondCount, Integer, TunnelCount> {
    @Override
    public Integer key(Integer format) {
        return format;
    }

    @Override
    public Optional<TunnelCount> value(Integer format, SecondCount old) {
        return Optional.of(plus(TunnelCount.ZERO, old, SecondCount.ZERO));
    }

    /** What the new stage has counted, and what the old one counted after the copy. */
    @Override
    public TunnelCount merge(
            Integer format,
            Optional<SecondCount> oldAtCopy,
            SecondCount oldNow,
            Optional<TunnelCount> newNow,
            TunnelCount converted) {
        return newNow.map(now -> plus(now, oldNow, oldAtCopy.orElse(SecondCount.ZERO)))
                .orElse(converted);
    }

    private static TunnelCount plus(TunnelCount sum, SecondCount now, SecondCount before) {
        return sum.withTxPackets(sum.txPackets() + now.txPackets() - before.txPackets())
                .withTxBytes(sum.txBytes() + now.txBytes() - before.txBytes())
                .withRxPackets(sum.rxPackets() + now.rxPackets() - before.rxPackets())
                .withRxBytes(sum.rxBytes() + now.rxBytes() - before.rxBytes());
    }
}
