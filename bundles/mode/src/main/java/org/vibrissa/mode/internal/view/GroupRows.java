package org.vibrissa.mode.internal.view;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.run.ModeService;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;

/** By which mode each path group is carried on this host now. */
@Component(service = GroupRows.class)
public final class GroupRows {
    private final Peers peers;
    private final ModeService service;

    @Activate
    public GroupRows(@Reference Peers peers, @Reference ModeService service) {
        this.peers = peers;
        this.service = service;
    }

    /** All groups. */
    public List<GroupRow> list() {
        Optional<SwapRecord> swap = service.current();
        return peers.groups().stream().map(group -> row(group, swap)).toList();
    }

    /** One by its name. */
    public Optional<GroupRow> get(String name) {
        return list().stream().filter(row -> row.group().equals(name)).findFirst();
    }

    private GroupRow row(PathGroup of, Optional<SwapRecord> swap) {
        return new GroupRow(
                of.name(),
                of.mode(),
                of.modeInForce(),
                of.accepts(),
                peers.list().stream()
                        .filter(peer -> peer.group().equals(of.name()))
                        .map(Peer::name)
                        .toList(),
                swap.filter(s -> s.group().equals(of.name()))
                        .map(s -> s.id() + " " + s.phase().word())
                        .orElse(""));
    }
}
