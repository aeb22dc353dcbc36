package org.vibrissa.node.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peers;

/** The other hosts, and by which mode each group of them is carried. */
@Component
public final class NodeFigures implements MetricSource {
    private static final MetricFamily NODES =
            MetricFamily.gauge(
                            "vibrissa_nodes", "Other hosts that are known, by path group.", "group")
                    .like("cilium_nodes_all_num");
    private static final MetricFamily MODE =
            MetricFamily.gauge(
                    "vibrissa_path_group_mode",
                    "1 for the mode by which the group's packets leave; 0 for one that is received"
                            + " beside it.",
                    "group",
                    "mode");

    private final Peers peers;

    @Activate
    public NodeFigures(@Reference Peers peers) {
        this.peers = peers;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(NODES, MODE);
    }

    @Override
    public void collect(MetricSink sink) {
        var all = peers.list();
        for (PathGroup group : peers.groups()) {
            String name = group.name();
            sink.put(NODES, all.stream().filter(p -> p.group().equals(name)).count(), name);
            if (!group.modeInForce().isEmpty()) {
                sink.put(MODE, 1, name, group.modeInForce());
            }
            group.accepts().stream()
                    .distinct()
                    .filter(mode -> !mode.equals(group.modeInForce()))
                    .forEach(mode -> sink.put(MODE, 0, name, mode));
        }
    }
}
