package org.vibrissa.datapath.internal.tables;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Drops;
import org.vibrissa.datapath.internal.bpf.DropCount;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.DropReasons;

/** Drop counters in {@code vib_drops}: index = direction * 256 + reason. */
@Component
public final class DropTable implements Drops {
    private static final int REASONS = 256;

    private final BpfMap<Integer, DropCount> map;

    @Activate
    public DropTable(@Reference CoreObjects core) {
        this.map = core.tables().drops();
    }

    @Override
    public List<Count> list() {
        List<Count> result = new ArrayList<>();
        map.perCpu()
                .forEach(
                        (index, values) -> {
                            long packets = values.stream().mapToLong(DropCount::packets).sum();
                            if (packets != 0) {
                                result.add(count(index, packets, values));
                            }
                        });
        return result;
    }

    private static Count count(int index, long packets, List<? extends DropCount> values) {
        int reason = index % REASONS;
        return new Count(
                reason,
                DropReasons.name(reason),
                index / REASONS == 0 ? "ingress" : "egress",
                packets,
                values.stream().mapToLong(DropCount::bytes).sum());
    }
}
