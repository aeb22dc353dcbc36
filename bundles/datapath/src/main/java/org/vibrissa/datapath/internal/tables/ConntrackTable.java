package org.vibrissa.datapath.internal.tables;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.internal.bpf.CtEntry;
import org.vibrissa.datapath.internal.bpf.FlowState;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.CoreTables;
import org.vibrissa.datapath.internal.core.Words;

/** Flows in {@code vib_ct4} and {@code vib_ct6}. */
@Component(service = {Conntrack.class, ConntrackTable.class})
public final class ConntrackTable implements Conntrack {
    private static final int FROM_SECOND = 1;

    private final CoreTables tables;
    private final JiffiesClock clock;

    @Activate
    public ConntrackTable(@Reference CoreObjects core) {
        this.tables = core.tables();
        this.clock = new JiffiesClock(core.loader().features().kernelHz());
    }

    @Override
    public List<Flow> list(int limit) {
        List<Flow> flows = new ArrayList<>();
        tables.ct4()
                .forEach(
                        (key, entry) -> {
                            if (flows.size() < limit) {
                                flows.add(
                                        flow(
                                                Words.address(4, key.addr()[0]),
                                                Words.address(4, key.addr()[1]),
                                                key.port(),
                                                key.proto(),
                                                entry));
                            }
                        });
        tables.ct6()
                .forEach(
                        (key, entry) -> {
                            if (flows.size() < limit) {
                                flows.add(
                                        flow(
                                                Words.address(6, key.addrA()),
                                                Words.address(6, key.addrB()),
                                                key.port(),
                                                key.proto(),
                                                entry));
                            }
                        });
        return flows;
    }

    private Flow flow(
            InetAddress first, InetAddress second, int[] ports, int protocol, CtEntry entry) {
        boolean swapped = (entry.flags() & FROM_SECOND) != 0;
        return new Flow(
                swapped ? second : first,
                ports[swapped ? 1 : 0],
                swapped ? first : second,
                ports[swapped ? 0 : 1],
                protocol,
                state(entry),
                clock.until(entry.expires()),
                entry.packets()[0],
                entry.packets()[1],
                entry.bytes()[0],
                entry.bytes()[1],
                entry.srcId(),
                entry.dstId());
    }

    private static String state(CtEntry entry) {
        for (FlowState state : FlowState.values()) {
            if (state.value() == entry.state()) {
                return state.name().toUpperCase(Locale.ROOT);
            }
        }
        return "STATE_" + entry.state();
    }

    @Override
    public long size() {
        AtomicLong count = new AtomicLong();
        tables.ct4().forEach((key, entry) -> count.incrementAndGet());
        tables.ct6().forEach((key, entry) -> count.incrementAndGet());
        return count.get();
    }

    @Override
    public long capacity() {
        return (long) tables.ct4().info().maxEntries() + tables.ct6().info().maxEntries();
    }

    @Override
    public long flush(Optional<InetAddress> address) {
        if (address.isEmpty()) {
            return tables.ct4().clear() + (long) tables.ct6().clear();
        }
        InetAddress wanted = address.get();
        return remove(
                        tables.ct4(),
                        (key, entry) ->
                                wanted.equals(Words.address(4, key.addr()[0]))
                                        || wanted.equals(Words.address(4, key.addr()[1])))
                .plus(
                        remove(
                                tables.ct6(),
                                (key, entry) ->
                                        wanted.equals(Words.address(6, key.addrA()))
                                                || wanted.equals(Words.address(6, key.addrB()))))
                .removed();
    }

    /**
     * What a walk over the tables did.
     *
     * @param seen flows that were there
     * @param removed those of them that went
     */
    record Collected(long seen, long removed) {
        Collected plus(Collected other) {
            return new Collected(seen + other.seen, removed + other.removed);
        }
    }

    /** Removes flows that expired. */
    Collected collect() {
        long now = clock.now();
        BiPredicate<Object, CtEntry> expired = (key, entry) -> entry.expires() < now;
        return remove(tables.ct4(), expired).plus(remove(tables.ct6(), expired));
    }

    private static <K> Collected remove(
            BpfMap<K, CtEntry> map, BiPredicate<? super K, CtEntry> condition) {
        AtomicLong seen = new AtomicLong();
        List<K> keys = new ArrayList<>();
        map.forEach(
                (key, entry) -> {
                    seen.incrementAndGet();
                    if (condition.test(key, entry)) {
                        keys.add(key);
                    }
                });
        return new Collected(seen.get(), map.deleteAll(keys));
    }
}
