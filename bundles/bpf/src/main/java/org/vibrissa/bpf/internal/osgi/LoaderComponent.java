package org.vibrissa.bpf.internal.osgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.CgroupAttach;
import org.vibrissa.bpf.ChainLease;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.Direction;
import org.vibrissa.bpf.DualWriteWindow;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.internal.own.OwnedLoader;

/** The loader as a service: one instance per using bundle, ended when that bundle stops. */
@Component(service = BpfLoader.class, scope = ServiceScope.BUNDLE)
public final class LoaderComponent implements BpfLoader {
    private final OwnedLoader loader;

    /** Starts a loader for the bundle that asks. */
    @Activate
    public LoaderComponent(ComponentContext context, @Reference NodeComponent node) {
        this.loader = node.node().loader(new BundleOwner(context.getUsingBundle()));
    }

    /** Releases what the bundle has not declared to survive. */
    @Deactivate
    public void stop() {
        loader.close();
    }

    @Override
    public BpfObjectSpec open(String entry) {
        return loader.open(entry);
    }

    @Override
    public BpfObject load(ObjectRequest request) {
        return loader.load(request);
    }

    @Override
    public <K, V> Optional<BpfMap<K, V>> pinned(
            String map, int schema, Codec<K> key, Codec<V> value) {
        return loader.pinned(map, schema, key, value);
    }

    @Override
    public boolean unpin(String map, int schema) {
        return loader.unpin(map, schema);
    }

    @Override
    public List<Integer> pinnedSchemas(String map) {
        return loader.pinnedSchemas(map);
    }

    @Override
    public Optional<Integer> schemaUsedBy(String map, int programId) {
        return loader.schemaUsedBy(map, programId);
    }

    @Override
    public Optional<BpfProgram> pinnedProgram(String name) {
        return loader.pinnedProgram(name);
    }

    @Override
    public <K, V> BpfMap<K, V> granted(String map, Access access, Codec<K> key, Codec<V> value) {
        return loader.granted(map, access, key, value);
    }

    @Override
    public BpfLink attachTcx(
            BpfProgram program,
            int ifindex,
            Direction direction,
            Order order,
            Optional<String> pin) {
        return loader.attachTcx(program, ifindex, direction, order, pin);
    }

    @Override
    public BpfLink attachXdp(BpfProgram program, int ifindex, Optional<String> pin) {
        return loader.attachXdp(program, ifindex, pin);
    }

    @Override
    public BpfLink attachCgroup(
            BpfProgram program, Path cgroup, CgroupAttach type, Optional<String> pin) {
        return loader.attachCgroup(program, cgroup, type, pin);
    }

    @Override
    public Optional<BpfLink> adopt(String pin) {
        return loader.adopt(pin);
    }

    @Override
    public List<String> pinnedLinks() {
        return loader.pinnedLinks();
    }

    @Override
    public Features features() {
        return loader.features();
    }

    @Override
    public RingReader openRing(BpfMap<?, ?> map) {
        return loader.openRing(map);
    }

    @Override
    public ChainLease lease(String chain) {
        return loader.lease(chain);
    }

    @Override
    public <K, V, L, W> DualWriteWindow migrate(
            MapMigration<K, V, L, W> migration, Runnable switchOver) {
        return loader.migrate(migration, switchOver);
    }
}
