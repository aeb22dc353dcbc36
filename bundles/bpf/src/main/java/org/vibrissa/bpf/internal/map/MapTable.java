package org.vibrissa.bpf.internal.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.internal.btf.BtfTypes;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.MapCalls;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;

/** All maps this process has open, by kernel id, with the number of their users. Thread-safe. */
public final class MapTable {
    private static final int MOST_BTF = 32;

    private final MapCalls calls;
    private final ObjectInfo infos;
    private final int cpus;
    private final Map<Integer, Shared> maps = new HashMap<>();
    private final Map<Integer, BtfTypes> btf =
            new LinkedHashMap<>(MOST_BTF, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, BtfTypes> eldest) {
                    return size() > MOST_BTF;
                }
            };

    private static final class Shared {
        private final KernelMap map;
        private final List<MapRef> users = new ArrayList<>();

        Shared(KernelMap map) {
            this.map = map;
        }

        MapRef add(MapRef user) {
            users.add(user);
            return user;
        }
    }

    /**
     * An empty table.
     *
     * @param cpus number of possible CPUs
     */
    public MapTable(Bpf bpf, int cpus) {
        this.calls = new MapCalls(bpf);
        this.infos = new ObjectInfo(bpf);
        this.cpus = cpus;
    }

    /**
     * Takes over a map's descriptor for one user.
     *
     * @param user who uses it, for errors and lists
     */
    public synchronized MapRef open(int fd, MapName name, Access access, String user) {
        Fd owned = new Fd(fd, "map " + name.name());
        ObjectInfo.Map info =
                infos.map(fd)
                        .orElseThrow(
                                () -> {
                                    owned.close();
                                    return new IllegalStateException(
                                            "descriptor of " + name.name() + " is no map");
                                });
        Shared shared = maps.get(info.id());
        if (shared == null) {
            shared = new Shared(new KernelMap(calls, owned, name, info, cpus, this::layout));
            maps.put(info.id(), shared);
        } else {
            owned.close();
            if (name.pin().isPresent()) {
                shared.map.pinned(name.pin());
            }
        }
        return shared.add(new MapRef(this, shared.map, access, user));
    }

    /** Another user of a map that is open. */
    synchronized MapRef share(KernelMap map, Access access, String user) {
        Shared shared = maps.get(map.id());
        if (shared == null) {
            throw new IllegalStateException(map + " is closed");
        }
        return shared.add(new MapRef(this, map, access, user));
    }

    synchronized void release(MapRef user, KernelMap map) {
        Shared shared = maps.get(map.id());
        shared.users.remove(user);
        if (shared.users.isEmpty()) {
            maps.remove(map.id());
            map.fd().close();
        }
    }

    /**
     * A map and who has it open.
     *
     * @param users labels, in order of opening, each once
     */
    public record Usage(KernelMap map, List<String> users) {}

    /** All open maps. */
    public synchronized List<Usage> usage() {
        return maps.values().stream()
                .map(s -> new Usage(s.map, s.users.stream().map(MapRef::user).distinct().toList()))
                .toList();
    }

    private Optional<Layout> layout(int btfId, int type) {
        if (btfId == 0) {
            return Optional.empty();
        }
        BtfTypes types;
        synchronized (btf) {
            types = btf.get(btfId);
        }
        if (types == null) {
            Optional<byte[]> blob = infos.btf(btfId);
            if (blob.isEmpty()) {
                return Optional.empty();
            }
            types = BtfTypes.parse(blob.get());
            synchronized (btf) {
                btf.put(btfId, types);
            }
        }
        return types.layout(type);
    }
}
