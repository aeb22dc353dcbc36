package org.vibrissa.node.internal.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.internal.realise.NodeReconciler;
import org.vibrissa.node.internal.realise.PeerTable;
import org.vibrissa.runtime.ReadyCheck;

/** The Nodes row of {@code vibrissa status}. */
@Component
public final class NodesReady implements ReadyCheck {
    private final NodeRows nodes;
    private final PeerTable table;
    private final NodeReconciler reconciler;

    @Activate
    public NodesReady(
            @Reference NodeRows nodes,
            @Reference PeerTable table,
            @Reference NodeReconciler reconciler) {
        this.nodes = nodes;
        this.table = table;
        this.reconciler = reconciler;
    }

    @Override
    public String name() {
        return "Nodes";
    }

    @Override
    public Optional<String> pending() {
        return table.known() ? Optional.empty() : Optional.of("nodes are not known yet");
    }

    @Override
    public String summary() {
        if (pending().isPresent()) {
            return pending().get();
        }
        String own = reconciler.problem().map(text -> "; " + text).orElse("");
        List<NodeRow> others = nodes.list().stream().filter(row -> !row.self()).toList();
        if (others.isEmpty()) {
            return "no other host" + own;
        }
        long ready = others.stream().filter(row -> row.phase().equals("Ready")).count();
        return "%d/%d reachable, %s%s".formatted(ready, others.size(), modes(), own);
    }

    /** {@code default: vxlan, rack-b: native}, of groups that carry packets. */
    private String modes() {
        return table.groups().stream()
                .filter(group -> !group.modeInForce().isEmpty())
                .map(NodesReady::mode)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(", "),
                                text -> text.isEmpty() ? "no mode in force" : text));
    }

    private static String mode(PathGroup group) {
        return group.name() + ": " + group.modeInForce();
    }
}
