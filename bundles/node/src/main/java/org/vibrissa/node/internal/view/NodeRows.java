package org.vibrissa.node.internal.view;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.internal.spec.NodeIds;
import org.vibrissa.node.internal.spec.NodeKind;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/** Nodes as users see them, for commands, REST and reports. */
@Component(service = NodeRows.class)
public final class NodeRows {
    private final ResourceStore store;
    private final Node self;

    @Activate
    public NodeRows(@Reference ResourceStore store, @Reference Node self) {
        this.store = store;
        this.self = self;
    }

    /** In order of name. */
    public List<NodeRow> list() {
        return store.trusted().list(NodeKind.NAME).stream()
                .map(
                        node ->
                                NodeRow.of(
                                        node,
                                        node.name().equals(self.name()),
                                        NodeIds.of(node.name())))
                .toList();
    }

    public Optional<NodeRow> get(String name) {
        return list().stream().filter(row -> row.name().equals(name)).findFirst();
    }
}
