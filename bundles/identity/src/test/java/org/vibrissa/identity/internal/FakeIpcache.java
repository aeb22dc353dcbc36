package org.vibrissa.identity.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.net.IpPrefix;

/** One owner's entries. */
public final class FakeIpcache implements Ipcache {
    public final Map<IpPrefix, Entry> entries = new HashMap<>();
    public boolean settled;

    @Override
    public void put(String owner, int priority, IpPrefix prefix, Entry entry) {
        entries.put(prefix, entry);
    }

    @Override
    public void remove(String owner, IpPrefix prefix) {
        entries.remove(prefix);
    }

    @Override
    public void change(
            String owner, int priority, Map<IpPrefix, Entry> put, Set<IpPrefix> removed) {
        entries.putAll(put);
        entries.keySet().removeAll(removed);
    }

    @Override
    public void replace(String owner, int priority, Map<IpPrefix, Entry> all) {
        entries.clear();
        entries.putAll(all);
        settled = true;
    }

    @Override
    public void settled(String owner) {
        settled = true;
    }

    @Override
    public Set<String> awaited() {
        return Set.of();
    }

    @Override
    public void removeAll(String owner) {
        entries.clear();
    }

    @Override
    public Map<IpPrefix, Entry> list() {
        return Map.copyOf(entries);
    }
}
