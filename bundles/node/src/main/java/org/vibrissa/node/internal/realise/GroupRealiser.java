package org.vibrissa.node.internal.realise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.Accepted;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.modes.GroupRecord;

/** Brings modes to what the groups accept. Used by the reconciler's thread alone. */
final class GroupRealiser {
    private static final Logger LOG = LoggerFactory.getLogger(GroupRealiser.class);

    private final ForwardModes modes;
    private final GroupBook book;
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, String> groupProblems = new TreeMap<>();
    private Declared declared;
    private Map<String, Way> ways = Map.of();
    private List<IpPrefix> ownPrefixes = List.of();

    private record Prepared(ForwardMode mode, List<Peer> peers) {}

    GroupRealiser(ForwardModes modes, GroupBook book) {
        this.modes = modes;
        this.book = book;
    }

    /** Brings all groups to the declared state; what could not be done is in {@link #problem}. */
    void realise(Declared now, Map<String, Way> toNodes, List<IpPrefix> own) {
        declared = now;
        ways = toNodes;
        ownPrefixes = own;
        groupProblems.clear();
        now.wanted().keySet().forEach(book::ensure);
        prepareAll();
        now.wanted().forEach(this::start);
        book.restore(prepared.keySet());
        now.wanted().forEach(this::judge);
    }

    /** Groups that are declared no more and have no nodes. */
    void prune() {
        for (String group : Set.copyOf(book.all().keySet())) {
            if (!declared.wanted().containsKey(group)) {
                for (String mode : book.all().get(group).modes()) {
                    if (acceptors(mode).equals(Set.of(group))) {
                        retire(mode);
                    }
                }
                book.remove(group);
            }
        }
    }

    private void prepareAll() {
        Set<String> accepted = new HashSet<>();
        book.all().values().forEach(record -> accepted.addAll(record.modes()));
        for (String mode : accepted) {
            modes.get(mode)
                    .ifPresent(service -> tryPrepare(service, peersOf(service, acceptors(mode))));
        }
        prepared.keySet().removeIf(mode -> modes.get(mode).isEmpty());
    }

    private void tryPrepare(ForwardMode mode, List<Peer> peers) {
        try {
            prepare(mode, peers);
        } catch (RuntimeException e) {
            LOG.warn("mode {} could not be prepared, trying again", mode.name(), e);
        }
    }

    private void prepare(ForwardMode mode, List<Peer> peers) {
        Prepared wanted = new Prepared(mode, peers);
        if (wanted.equals(prepared.get(mode.name()))) {
            return;
        }
        try {
            mode.prepare(peers);
            prepared.put(mode.name(), wanted);
            failures.remove(mode.name());
        } catch (RuntimeException e) {
            failures.put(mode.name(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** A group that has nodes, or this host, and no mode in force gets the one that is declared. */
    private void start(String group, String mode) {
        boolean receives = group.equals(declared.ownGroup()) && !declared.peers().isEmpty();
        if (book.inForce(group).isPresent() || (declared.of(group).isEmpty() && !receives)) {
            return;
        }
        try {
            accept(group, mode);
            book.force(group, mode);
            LOG.info("path group {} is carried by {}", group, mode);
        } catch (IllegalStateException e) {
            groupProblems.put(group, String.valueOf(e.getMessage()));
        }
    }

    private void judge(String group, String wanted) {
        GroupRecord record = book.ensure(group);
        if (record.inForce().isEmpty()) {
            return;
        }
        if (modes.get(record.inForce()).isEmpty()) {
            groupProblems.put(group, ForwardModes.missing(record.inForce()));
        } else if (failures.containsKey(record.inForce())) {
            groupProblems.put(group, failures.get(record.inForce()));
        }
    }

    /** Why a group is not carried as it should be. */
    Optional<String> problem(String group) {
        return Optional.ofNullable(groupProblems.get(group));
    }

    /** Whether something is to be tried again although nothing changes. */
    boolean failed() {
        return !failures.isEmpty();
    }

    List<String> check(String group, String mode) {
        if (!declared.wanted().containsKey(group)) {
            return List.of(
                    "there is no path group "
                            + group
                            + "; known: "
                            + String.join(", ", declared.wanted().keySet()));
        }
        Optional<ForwardMode> service = modes.get(mode);
        if (service.isEmpty()) {
            return List.of(ForwardModes.missing(mode));
        }
        List<String> problems = new ArrayList<>(service.get().check(declared.of(group)));
        problems.addAll(InnerMtu.problems(service.get(), declared.of(group), ways, ownPrefixes));
        return problems;
    }

    void accept(String group, String mode) {
        List<String> problems = check(group, mode);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        ForwardMode service =
                modes.get(mode)
                        .orElseThrow(() -> new IllegalStateException(ForwardModes.missing(mode)));
        Set<String> acceptors = acceptors(mode);
        acceptors.add(group);
        prepare(service, peersOf(service, acceptors));
        book.accept(group, Accepted.of(service));
    }

    /** Retired before it is forgotten: a crash between the two leaves a mode that is accepted. */
    void unaccept(String group, String mode) {
        Optional<GroupRecord> record = book.get(group);
        if (record.isEmpty() || record.get().accepted(mode).isEmpty()) {
            return;
        }
        if (!record.get().inForce().equals(mode) && acceptors(mode).equals(Set.of(group))) {
            retire(mode);
        }
        book.unaccept(group, mode);
        prepareAll();
    }

    private void retire(String mode) {
        modes.get(mode).ifPresent(ForwardMode::retire);
        prepared.remove(mode);
        failures.remove(mode);
    }

    private Set<String> acceptors(String mode) {
        Set<String> groups = new HashSet<>();
        book.all()
                .forEach(
                        (group, record) -> {
                            if (record.accepted(mode).isPresent()) {
                                groups.add(group);
                            }
                        });
        return groups;
    }

    /**
     * To whom packets go by the mode and from whom they come: nodes of the groups that accept it,
     * and when this host's own group does, every other node that can be reached by it.
     */
    private List<Peer> peersOf(ForwardMode mode, Set<String> acceptors) {
        boolean own = acceptors.contains(declared.ownGroup());
        return declared.peers().values().stream()
                .filter(
                        peer ->
                                acceptors.contains(peer.group())
                                        || (own && mode.check(List.of(peer)).isEmpty()))
                .toList();
    }
}
