package org.example.packetcount;

import java.util.Optional;
import org.example.packetcount.bpf.Packets;
import org.example.packetcount.bpf.Traffic;
import org.vibrissa.bpf.MapMigration;

/** Layout 2 back to layout 1, for whoever returns to this version: bytes are dropped. */
final class TrafficToPackets implements MapMigration.Converter<Integer, Traffic, Integer, Packets> {
    @Override
    public Integer key(Integer endpoint) {
        return endpoint;
    }

    @Override
    public Optional<Packets> value(Integer endpoint, Traffic old) {
        return Optional.of(new Packets(old.packets()));
    }

    @Override
    public Optional<Integer> keyBack(Integer endpoint) {
        return Optional.of(endpoint);
    }

    @Override
    public Optional<Traffic> valueBack(Integer endpoint, Packets packets) {
        return Optional.of(new Traffic(packets.packets(), 0));
    }

    /** What the new stage has counted, and what the old one counted after the copy. */
    @Override
    public Packets merge(
            Integer endpoint,
            Optional<Traffic> oldAtCopy,
            Traffic oldNow,
            Optional<Packets> newNow,
            Packets converted) {
        long copied = newNow.isEmpty() ? 0 : oldAtCopy.map(Traffic::packets).orElse(0L);
        return sum(newNow.orElse(Packets.ZERO), new Packets(oldNow.packets() - copied));
    }

    static Packets sum(Packets a, Packets b) {
        return new Packets(a.packets() + b.packets());
    }
}
