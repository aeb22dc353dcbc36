package org.example.packetcount;

import java.util.Optional;
import org.example.packetcount.bpf.Packets;
import org.example.packetcount.bpf.Traffic;
import org.vibrissa.bpf.MapMigration;

/** Layout 1 to layout 2: bytes are counted from the change on. */
final class PacketsToTraffic implements MapMigration.Converter<Integer, Packets, Integer, Traffic> {
    @Override
    public Integer key(Integer endpoint) {
        return endpoint;
    }

    @Override
    public Optional<Traffic> value(Integer endpoint, Packets old) {
        return Optional.of(new Traffic(old.packets(), 0));
    }

    @Override
    public Optional<Integer> keyBack(Integer endpoint) {
        return Optional.of(endpoint);
    }

    @Override
    public Optional<Packets> valueBack(Integer endpoint, Traffic traffic) {
        return Optional.of(new Packets(traffic.packets()));
    }

    /** What the new stage has counted, and what the old one counted after the copy. */
    @Override
    public Traffic merge(
            Integer endpoint,
            Optional<Packets> oldAtCopy,
            Packets oldNow,
            Optional<Traffic> newNow,
            Traffic converted) {
        long copied = newNow.isEmpty() ? 0 : oldAtCopy.map(Packets::packets).orElse(0L);
        return sum(newNow.orElse(Traffic.ZERO), new Traffic(oldNow.packets() - copied, 0));
    }

    static Traffic sum(Traffic a, Traffic b) {
        return new Traffic(a.packets() + b.packets(), a.bytes() + b.bytes());
    }
}
