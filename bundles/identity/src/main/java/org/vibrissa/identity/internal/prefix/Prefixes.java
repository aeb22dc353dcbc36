package org.vibrissa.identity.internal.prefix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpPrefix;

/**
 * Identities of prefixes, of this host alone, counted by their holders. After a restart a prefix
 * gets the number it has in the kernel. Thread safe.
 */
public final class Prefixes {
    public static final String OWNER = "cidr";
    private static final int PRIORITY = 10;

    private final Ipcache ipcache;
    private final BiConsumer<List<Identity>, List<Integer>> rows;
    private final Map<IpPrefix, Held> held = new HashMap<>();
    private final Map<IpPrefix, Integer> recorded = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();
    private final int last;
    private int cursor = Identity.LOCAL_FIRST;

    private static final class Held {
        private final Identity identity;
        private final Set<String> holders = new HashSet<>();
        private boolean active;

        Held(Identity identity) {
            this.identity = identity;
        }
    }

    /**
     * No prefix is held yet.
     *
     * @param rows takes identities that come and numbers that go
     * @param last the highest number, for tests
     */
    public Prefixes(Ipcache ipcache, BiConsumer<List<Identity>, List<Integer>> rows, int last) {
        this.ipcache = ipcache;
        this.rows = rows;
        this.last = last;
        ipcache.list()
                .forEach(
                        (prefix, entry) -> {
                            if (entry.identity() >= Identity.LOCAL_FIRST
                                    && entry.identity() <= last) {
                                recorded.put(prefix, entry.identity());
                                taken.add(entry.identity());
                            }
                        });
    }

    public synchronized Identity hold(String holder, IpPrefix prefix) {
        return holdAll(holder, Set.of(prefix)).get(prefix.network());
    }

    /** Holds these too; all or none. */
    private Map<IpPrefix, Identity> holdAll(String holder, Set<IpPrefix> prefixes) {
        Map<IpPrefix, Identity> made = new HashMap<>();
        for (IpPrefix each : prefixes) {
            IpPrefix prefix = each.network();
            if (!held.containsKey(prefix) && !made.containsKey(prefix)) {
                Optional<Integer> number = number(prefix);
                if (number.isEmpty()) {
                    made.values().forEach(identity -> taken.remove(identity.number()));
                    throw new IllegalStateException(
                            "all "
                                    + (last - Identity.LOCAL_FIRST + 1)
                                    + " identities of prefixes are in use; name fewer prefixes in"
                                    + " policies");
                }
                made.put(prefix, identity(number.get(), prefix));
            }
        }
        if (!made.isEmpty()) {
            rows.accept(List.copyOf(made.values()), List.of());
            made.forEach((prefix, identity) -> held.put(prefix, new Held(identity)));
        }
        Map<IpPrefix, Identity> result = new HashMap<>();
        for (IpPrefix each : prefixes) {
            Held one = held.get(each.network());
            one.holders.add(holder);
            result.put(each.network(), one.identity);
        }
        return result;
    }

    private static Identity identity(int number, IpPrefix prefix) {
        return new Identity(number, Labels.of(Label.cidr(prefix), ReservedIdentity.WORLD.label()));
    }

    private Optional<Integer> number(IpPrefix prefix) {
        Integer before = recorded.remove(prefix);
        if (before != null) {
            return Optional.of(before);
        }
        int all = last - Identity.LOCAL_FIRST + 1;
        for (int tries = 0; taken.size() < all && tries < all; tries++) {
            int number = cursor;
            cursor = cursor == last ? Identity.LOCAL_FIRST : cursor + 1;
            if (taken.add(number)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    public synchronized void activate(String holder) {
        Map<IpPrefix, Ipcache.Entry> put = new HashMap<>();
        held.forEach(
                (prefix, one) -> {
                    if (!one.active && one.holders.contains(holder)) {
                        put.put(prefix, Ipcache.Entry.within(one.identity.number()));
                        one.active = true;
                    }
                });
        if (!put.isEmpty()) {
            ipcache.change(OWNER, PRIORITY, put, Set.of());
        }
    }

    public synchronized void release(String holder, Set<IpPrefix> prefixes) {
        Set<IpPrefix> gone = new HashSet<>();
        for (IpPrefix each : prefixes) {
            Held one = held.get(each.network());
            if (one != null && one.holders.remove(holder) && one.holders.isEmpty()) {
                gone.add(each.network());
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        ipcache.change(OWNER, PRIORITY, Map.of(), gone);
        List<Integer> numbers = new ArrayList<>();
        for (IpPrefix prefix : gone) {
            int number = held.remove(prefix).identity.number();
            taken.remove(number);
            numbers.add(number);
        }
        rows.accept(List.of(), numbers);
    }

    public synchronized Map<IpPrefix, Identity> replace(String holder, Set<IpPrefix> prefixes) {
        Map<IpPrefix, Identity> now = holdAll(holder, prefixes);
        Set<IpPrefix> before = new HashSet<>();
        held.forEach(
                (prefix, one) -> {
                    if (one.holders.contains(holder) && !now.containsKey(prefix)) {
                        before.add(prefix);
                    }
                });
        release(holder, before);
        return now;
    }

    /** What is in force since before a restart and nobody holds goes. */
    public synchronized void settle() {
        taken.removeAll(recorded.values());
        List<Integer> gone = List.copyOf(recorded.values());
        recorded.clear();
        if (held.isEmpty()) {
            ipcache.removeAll(OWNER);
        } else {
            ipcache.settled(OWNER);
        }
        rows.accept(List.of(), gone);
    }

    /** For a purge. */
    public synchronized void clear() {
        ipcache.removeAll(OWNER);
    }

    public synchronized int size() {
        return held.size();
    }
}
