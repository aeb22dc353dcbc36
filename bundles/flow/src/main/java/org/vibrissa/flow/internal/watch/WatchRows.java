package org.vibrissa.flow.internal.watch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.flow.internal.bpf.VibWatch;
import org.vibrissa.net.IpPrefix;

/** The rows of {@code vib_watch}, and whether the roots look there at all. Thread safe. */
final class WatchRows {
    /** Rows at a time. */
    static final int MOST = 16;

    /** A row ends so long after it was kept last. */
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int BOTH = 1;
    private static final int WORDS = 4;

    private final BpfMap<Integer, VibWatch> map;
    private final Consumer<Boolean> look;
    private final LongSupplier clock;
    private final BitSet taken = new BitSet(MOST);

    /** Ids of an earlier daemon may still be in the ring. */
    private int nextId = ThreadLocalRandom.current().nextInt(1, 1 << 30);

    /**
     * The map's rows; what an earlier daemon left goes.
     *
     * @param look has the roots look at the rows, or not any more
     * @param clock CLOCK_MONOTONIC, ns
     */
    WatchRows(BpfMap<Integer, VibWatch> map, Consumer<Boolean> look, LongSupplier clock) {
        this.map = map;
        this.look = look;
        this.clock = clock;
        if (IntStream.range(0, MOST).anyMatch(row -> map.get(row).orElseThrow().id() != 0)) {
            look.accept(false);
            IntStream.range(0, MOST).forEach(this::empty);
        }
    }

    /**
     * A row in force.
     *
     * @param row its place
     * @param content as it was written last
     */
    record Taken(int row, VibWatch content) {
        int id() {
            return content.id();
        }
    }

    /**
     * Takes a row for each filter, all or none.
     *
     * @param perSecond ways per second and CPU
     * @throws IllegalStateException when there is no room
     */
    synchronized List<Taken> take(List<PacketFilter> filters, int perSecond) {
        if (filters.size() > MOST - taken.cardinality()) {
            throw new IllegalStateException(
                    "%d of %d watches are in use, and this needs %d"
                            .formatted(taken.cardinality(), MOST, filters.size()));
        }
        List<Taken> rows = new ArrayList<>();
        for (PacketFilter filter : filters) {
            int row = taken.nextClearBit(0);
            taken.set(row);
            VibWatch content = content(filter, perSecond).withExpires(end());
            // The id last: before it the row is empty.
            map.put(row, content);
            VibWatch whole = content.withId(nextId++);
            map.put(row, whole);
            rows.add(new Taken(row, whole));
        }
        look.accept(true);
        return List.copyOf(rows);
    }

    /** Puts their end off. */
    synchronized void keep(List<Taken> rows) {
        for (Taken row : rows) {
            map.put(row.row(), row.content().withExpires(end()));
        }
    }

    synchronized void give(List<Taken> rows) {
        rows.forEach(row -> taken.clear(row.row()));
        if (taken.isEmpty()) {
            look.accept(false);
        }
        rows.forEach(row -> empty(row.row()));
    }

    private void empty(int row) {
        map.put(row, VibWatch.ZERO);
    }

    private long end() {
        return clock.getAsLong() + KEPT_NANOS;
    }

    private static VibWatch content(PacketFilter filter, int perSecond) {
        VibWatch content =
                VibWatch.ZERO
                        .withFlags(filter.answersToo() ? BOTH : 0)
                        .withRate(perSecond)
                        .withIfindex(filter.ifindex())
                        .withFamily(filter.family())
                        .withProto(filter.protocol())
                        .withSport(filter.sourcePort())
                        .withDport(filter.destinationPort());
        if (filter.source().isPresent()) {
            IpPrefix source = filter.source().get();
            content = content.withSaddr(words(source)).withSmask(mask(source.length()));
        }
        if (filter.destination().isPresent()) {
            IpPrefix destination = filter.destination().get();
            content = content.withDaddr(words(destination)).withDmask(mask(destination.length()));
        }
        return content;
    }

    private static int[] words(IpPrefix prefix) {
        return Words.of(prefix.network().address());
    }

    private static int[] mask(int length) {
        int[] mask = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            int bits = Math.max(0, Math.min(Integer.SIZE, length - i * Integer.SIZE));
            mask[i] = bits == 0 ? 0 : -1 << (Integer.SIZE - bits);
        }
        return mask;
    }
}
