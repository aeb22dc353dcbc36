package org.vibrissa.node.internal.realise;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;

/** Modes as others change them; all but {@link #force} waits for the reconciler's thread. */
@Component
public final class ModeControl implements GroupModes {
    private final NodeReconciler reconciler;
    private final ForwardModes modes;
    private final GroupBook book;
    private final PeerTable table;

    @Activate
    public ModeControl(
            @Reference NodeReconciler reconciler,
            @Reference ForwardModes modes,
            @Reference GroupBook book,
            @Reference PeerTable table) {
        this.reconciler = reconciler;
        this.modes = modes;
        this.book = book;
        this.table = table;
    }

    @Override
    public List<String> provided() {
        return modes.names();
    }

    @Override
    public List<String> check(String group, String mode) {
        return reconciler.between(groups -> groups.check(group, mode));
    }

    @Override
    public int mtuWith(String group, String mode) {
        Optional<ForwardMode> service = modes.get(mode);
        return reconciler.groupMtu(
                group,
                service.map(m -> m.overhead(false)).orElse(0),
                service.map(m -> m.overhead(true)).orElse(0));
    }

    @Override
    public void accept(String group, String mode) {
        reconciler.change(groups -> groups.accept(group, mode));
    }

    @Override
    public void force(String group, String mode) {
        if (modes.get(mode).isEmpty()) {
            throw new IllegalStateException(ForwardModes.missing(mode));
        }
        book.force(group, mode);
        table.groupsChanged();
        reconciler.soon();
    }

    @Override
    public void unaccept(String group, String mode) {
        reconciler.change(groups -> groups.unaccept(group, mode));
    }

    @Override
    public Optional<String> inForce(String group) {
        return book.inForce(group);
    }
}
