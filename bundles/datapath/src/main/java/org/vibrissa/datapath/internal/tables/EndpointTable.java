package org.vibrissa.datapath.internal.tables;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.datapath.internal.bpf.Endpoint;
import org.vibrissa.datapath.internal.bpf.EndpointKey;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.net.MacAddress;

/** Local endpoints in {@code vib_endpoints}; the kernel's map is the only copy. */
@Component
public final class EndpointTable implements LocalEndpoints {
    private static final int READY = 1;
    private static final int PEER = 1 << 1;
    private static final int ANY_MAC = 1 << 2;

    private final BpfMap<EndpointKey, Endpoint> map;
    private final LiveConfig config;

    @Activate
    public EndpointTable(@Reference CoreObjects core, @Reference LiveConfig config) {
        this.map = core.tables().endpoints();
        this.config = config;
    }

    @Override
    public void put(InetAddress address, Entry entry) {
        int flags =
                (entry.ready() ? READY : 0)
                        | (entry.peer() ? PEER : 0)
                        | (entry.anyMac() ? ANY_MAC : 0);
        Endpoint value =
                new Endpoint(
                        entry.id(),
                        entry.identity(),
                        entry.ifindex(),
                        flags,
                        0,
                        entry.mac().toBytes(),
                        entry.nodeMac().toBytes(),
                        entry.mtu());
        EndpointKey key = key(address);
        if (!map.get(key).equals(Optional.of(value))) {
            map.put(key, value);
            config.nextGeneration();
        }
    }

    @Override
    public void remove(InetAddress address) {
        if (map.delete(key(address))) {
            config.nextGeneration();
        }
    }

    @Override
    public Optional<Entry> get(InetAddress address) {
        return map.get(key(address)).map(EndpointTable::entry);
    }

    @Override
    public Map<InetAddress, Entry> list() {
        Map<InetAddress, Entry> result = new HashMap<>();
        map.forEach(
                (key, value) -> result.put(Words.address(key.family(), key.addr()), entry(value)));
        return result;
    }

    private static EndpointKey key(InetAddress address) {
        return new EndpointKey(Words.family(address), Words.of(address));
    }

    private static Entry entry(Endpoint value) {
        return new Entry(
                value.epId(),
                value.identity(),
                value.ifindex(),
                MacAddress.of(value.mac()),
                MacAddress.of(value.nodeMac()),
                (value.flags() & PEER) != 0,
                (value.flags() & READY) != 0,
                (value.flags() & ANY_MAC) != 0,
                value.mtu());
    }
}
