package org.vibrissa.node.internal.realise;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.state.Bell;
import org.vibrissa.state.Subscription;

/** What is known of other hosts, for everybody. The reconciler writes it. */
@Component(service = {PeerTable.class, Peers.class})
public final class PeerTable implements Peers {
    private final GroupBook book;
    private final Bell peersChanged = new Bell();
    private final Bell mtuChanged = new Bell();
    private volatile Content content = new Content(List.of(), Map.of(), List.of(), 0);
    private boolean known;

    /**
     * @param peers in order of name
     * @param wanted mode of each group
     * @param groups as last told
     */
    private record Content(
            List<Peer> peers, Map<String, String> wanted, List<PathGroup> groups, int mtu) {}

    @Activate
    public PeerTable(@Reference GroupBook book) {
        this.book = book;
    }

    @Deactivate
    void deactivate() {
        peersChanged.close();
        mtuChanged.close();
    }

    /** Makes a state known and tells watchers what differs. */
    synchronized void publish(List<Peer> peers, Map<String, String> wanted, int mtu) {
        List<Peer> sorted = peers.stream().sorted(Comparator.comparing(Peer::name)).toList();
        Content before = content;
        content = new Content(sorted, Map.copyOf(wanted), groups(wanted), mtu);
        boolean first = !known;
        known = true;
        if (first
                || !before.peers().equals(content.peers())
                || !before.groups().equals(content.groups())) {
            peersChanged.ring();
        }
        if (first || before.mtu() != mtu) {
            mtuChanged.ring();
        }
    }

    /** A mode was put in force: tells watchers, whatever else is going on. */
    synchronized void groupsChanged() {
        if (known) {
            publish(content.peers(), content.wanted(), content.mtu());
        }
    }

    @Override
    public List<Peer> list() {
        return content.peers();
    }

    @Override
    public Optional<Peer> get(String name) {
        return content.peers().stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    /** From the book as it is now, so that who has just forced a mode sees it. */
    @Override
    public List<PathGroup> groups() {
        return groups(content.wanted());
    }

    private List<PathGroup> groups(Map<String, String> wanted) {
        return book.all().entrySet().stream()
                .filter(entry -> wanted.containsKey(entry.getKey()))
                .map(
                        entry ->
                                new PathGroup(
                                        entry.getKey(),
                                        entry.getValue().number(),
                                        wanted.get(entry.getKey()),
                                        entry.getValue().inForce(),
                                        entry.getValue().modes()))
                .sorted(Comparator.comparingInt(PathGroup::number))
                .toList();
    }

    @Override
    public Optional<PathGroup> group(String name) {
        return groups().stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** The largest packet that gets to every other host, in bytes of IP; 0 without any. */
    public int mtu() {
        return content.mtu();
    }

    /** Whether anything was published yet. */
    public synchronized boolean known() {
        return known;
    }

    @Override
    public Subscription watch(String name, Runnable changed) {
        return peersChanged.watch(name, changed);
    }

    Subscription watchMtu(String name, Runnable changed) {
        return mtuChanged.watch(name, changed);
    }
}
