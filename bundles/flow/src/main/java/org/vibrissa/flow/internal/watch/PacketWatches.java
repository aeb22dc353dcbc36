package org.vibrissa.flow.internal.watch;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.datapath.NotablePackets;
import org.vibrissa.flow.internal.bpf.VibPathRecord;
import org.vibrissa.flow.internal.bpf.VibWatch;
import org.vibrissa.flow.internal.bpf.VibWatchCount;

/** Who watches which packets. Thread safe. */
@Component(service = PacketWatches.class, immediate = true)
public final class PacketWatches {
    private static final int SCHEMA = 1;

    private final BpfLoader loader;
    private final WatchRows rows;
    private final PathFeed feed = new PathFeed(this::ring);

    /** Takes away what an earlier daemon left. */
    @Activate
    public PacketWatches(@Reference BpfLoader loader, @Reference NotablePackets packets) {
        this.loader = loader;
        // The kernel compares with CLOCK_MONOTONIC, which is what nanoTime reads.
        rows =
                new WatchRows(
                        loader.granted("vib_watch", Access.WRITE, PlainCodecs.U32, VibWatch.CODEC),
                        packets::watch,
                        System::nanoTime);
    }

    private RingReader ring() {
        return loader.openRing(own("vib_path_ring", PlainCodecs.NONE, PlainCodecs.NONE));
    }

    private <K, V> BpfMap<K, V> own(String map, Codec<K> key, Codec<V> value) {
        return loader.pinned(map, SCHEMA, key, value)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the stage that writes ways of packets is not loaded: "
                                                + map
                                                + " is missing"));
    }

    /**
     * Begins to watch; in force when it returns.
     *
     * @param filters a packet that one of them means is watched
     * @param perSecond ways per second, CPU and filter at most, 1 or more; the rest is counted
     * @param taker is given each way by the reading thread; must be quick
     * @throws IllegalStateException when there is no room for it, or nobody writes ways
     */
    Watch begin(List<PacketFilter> filters, int perSecond, Consumer<VibPathRecord> taker) {
        BpfMap<Integer, VibWatchCount> counts =
                own("vib_watch_counts", PlainCodecs.U32, VibWatchCount.CODEC);
        List<WatchRows.Taken> taken = rows.take(filters, perSecond);
        try {
            taken.forEach(row -> feed.add(row.id(), taker));
            return new Watch(taken, counts);
        } catch (RuntimeException e) {
            end(taken);
            throw e;
        }
    }

    private void end(List<WatchRows.Taken> taken) {
        rows.give(taken);
        taken.forEach(row -> feed.remove(row.id()));
    }

    /**
     * What became of the packets that matched.
     *
     * @param matched that came to their end while it was watched
     * @param limited more than the rate
     * @param lost no room in the ring
     */
    record Tally(long matched, long written, long limited, long lost) {
        private static final Tally NONE = new Tally(0, 0, 0, 0);

        private Tally plus(VibWatchCount count) {
            return new Tally(
                    matched + count.matched(),
                    written + count.written(),
                    limited + count.limited(),
                    lost + count.lost());
        }

        private Tally minus(Tally other) {
            return new Tally(
                    matched - other.matched,
                    written - other.written,
                    limited - other.limited,
                    lost - other.lost);
        }
    }

    /** Some rows that belong together, for one thread. */
    final class Watch implements AutoCloseable {
        private final List<WatchRows.Taken> taken;
        private final BpfMap<Integer, VibWatchCount> counts;
        private final Tally before;

        private Watch(List<WatchRows.Taken> taken, BpfMap<Integer, VibWatchCount> counts) {
            this.taken = taken;
            this.counts = counts;
            this.before = read();
        }

        /** Puts its end off, which is some seconds away: to be called about once a second. */
        void keep() {
            rows.keep(taken);
        }

        /** Since it began. */
        Tally tally() {
            return read().minus(before);
        }

        private Tally read() {
            Tally all = Tally.NONE;
            for (WatchRows.Taken row : taken) {
                for (VibWatchCount cpu : counts.perCpu().get(row.row()).orElse(List.of())) {
                    all = all.plus(cpu);
                }
            }
            return all;
        }

        @Override
        public void close() {
            end(taken);
        }
    }
}
