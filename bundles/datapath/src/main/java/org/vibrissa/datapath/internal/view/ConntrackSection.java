package org.vibrissa.datapath.internal.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.datapath.Conntrack;

/**
 * How many flows there are of each protocol and state, in a bug report; not the flows themselves.
 */
@Component
public final class ConntrackSection implements DebugSection {
    private final Conntrack conntrack;

    @Activate
    public ConntrackSection(@Reference Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "conntrack";
    }

    @Override
    public Object collect() {
        List<Conntrack.Flow> flows = conntrack.list(Integer.MAX_VALUE);
        Map<String, Long> counts =
                flows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        flow -> "protocol " + flow.protocol() + " " + flow.state(),
                                        TreeMap::new,
                                        Collectors.counting()));
        long expired = flows.stream().filter(flow -> flow.expiresIn().isZero()).count();
        return Map.of(
                "flows",
                flows.size(),
                "capacity",
                conntrack.capacity(),
                "expired",
                expired,
                "byProtocolAndState",
                counts);
    }
}
