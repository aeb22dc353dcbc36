package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfException;
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
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.link.Attacher;
import org.vibrissa.bpf.internal.load.ObjectReader;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.map.MapRef;
import org.vibrissa.bpf.internal.map.Migration;
import org.vibrissa.bpf.internal.map.TypedMap;
import org.vibrissa.bpf.internal.ring.MappedRing;

/** The loader of one bundle: all that it hands out ends when the bundle stops. */
public final class OwnedLoader implements BpfLoader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedLoader.class);

    private final LoaderNode node;
    private final KernelAccess kernel;
    private final Owner owner;
    private final MapAccess access;
    private final ObjectFactory factory;
    private final Set<AutoCloseable> held = new LinkedHashSet<>();
    private boolean closed;

    OwnedLoader(LoaderNode node, Owner owner) {
        this.node = node;
        this.kernel = node.kernel();
        this.owner = owner;
        this.access = new MapAccess(kernel, node.sharing(), owner);
        this.factory = new ObjectFactory(kernel, access, this::recordPin, this::hold);
    }

    Owner owner() {
        return owner;
    }

    /** The folder of this bundle's pins. */
    Path folder() {
        return access.folder();
    }

    private void recordPin(Path pin, boolean survives) {
        if (pin.startsWith(kernel.pins().shared())) {
            node.sharedBy(owner.symbolicName(), pin);
        }
        if (survives) {
            node.holders().survive(pin, this);
        } else {
            node.holders().hold(pin, this);
        }
    }

    private synchronized <T extends AutoCloseable> T hold(T resource) {
        if (closed) {
            closeQuietly(resource);
            throw new IllegalStateException("bundle " + owner.label() + " has stopped");
        }
        held.removeIf(OwnedLoader::ended);
        held.add(resource);
        return resource;
    }

    /** What a bundle closed by itself need not be remembered. */
    private static boolean ended(AutoCloseable resource) {
        return resource instanceof OwnedLink link && link.ended()
                || resource instanceof OwnedObject object && object.ended()
                || resource instanceof MapRef ref && ref.closed();
    }

    /** One hold per map and access, however often a bundle asks for it. */
    private synchronized MapRef holdOnce(MapRef fresh) {
        for (AutoCloseable resource : held) {
            if (resource instanceof MapRef ref
                    && !ref.closed()
                    && ref.map() == fresh.map()
                    && ref.access() == fresh.access()) {
                fresh.close();
                return ref;
            }
        }
        return hold(fresh);
    }

    /** What this bundle holds now. */
    synchronized List<AutoCloseable> held() {
        return List.copyOf(held);
    }

    @Override
    public BpfObjectSpec open(String entry) {
        return Rehearsal.parse(owner, entry).spec();
    }

    @Override
    public BpfObject load(ObjectRequest request) {
        requireFeatures();
        byte[] file = Rehearsal.bytes(owner, request.entry());
        return factory.load(ObjectReader.read(request.entry(), file), file, request);
    }

    private void requireFeatures() {
        KernelNeeds.check(owner, node.sharing().features(owner), kernel.features());
    }

    /** Loads objects whole to see whether they can be; they end with this loader. */
    List<BpfObject> rehearse(List<String> entries) {
        requireFeatures();
        List<ObjectReader.Parsed> all =
                entries.stream().map(entry -> Rehearsal.parse(owner, entry)).toList();
        factory.checkBeforeLoad(all.stream().map(ObjectReader.Parsed::spec).toList());
        List<BpfObject> loaded = new ArrayList<>();
        for (ObjectReader.Parsed parsed : all) {
            byte[] file = Rehearsal.bytes(owner, parsed.spec().entry());
            loaded.add(factory.rehearse(parsed, file));
        }
        return loaded;
    }

    @Override
    public <K, V> Optional<BpfMap<K, V>> pinned(
            String map, int schema, Codec<K> key, Codec<V> value) {
        Path pin = access.pinPath(map, schema);
        return access.open(pin, map, schema).map(this::holdOnce).map(r -> r.typed(key, value));
    }

    @Override
    public boolean unpin(String map, int schema) {
        Path pin = access.pinPath(map, schema);
        node.holders().forget(pin);
        return PinFolder.remove(pin);
    }

    @Override
    public List<Integer> pinnedSchemas(String map) {
        return access.pinnedSchemas(map);
    }

    @Override
    public Optional<Integer> schemaUsedBy(String map, int programId) {
        Set<Integer> used = new ProgramMaps(kernel).of(programId);
        return access.pinnedSchemas(map).stream()
                .filter(
                        schema ->
                                access.open(access.pinPath(map, schema), map, schema)
                                        .filter(ref -> uses(used, ref))
                                        .isPresent())
                .findFirst();
    }

    private static boolean uses(Set<Integer> used, MapRef pinned) {
        try (pinned) {
            return used.contains(pinned.map().info().id());
        }
    }

    @Override
    public Optional<BpfProgram> pinnedProgram(String name) {
        Path pin = access.folder().resolve(PinFolder.program(name));
        return kernel.pins()
                .open(pin)
                .map(fd -> new Fd(fd, "program " + name))
                .map(fd -> hold(new LoadedProgram(kernel.bpf(), fd, name, "")));
    }

    @Override
    public <K, V> BpfMap<K, V> granted(String map, Access wanted, Codec<K> key, Codec<V> value) {
        Optional<Sharing.Provided> provided = access.provider(map);
        if (provided.isPresent() && access.owns(provided.get())) {
            return pinned(map, provided.get().schema(), key, value)
                    .orElseThrow(() -> new BpfException("own map " + map + " is not loaded yet"));
        }
        access.requireGrant(map, wanted);
        Sharing.Provided from =
                provided.orElseThrow(
                        () -> new BpfException("no bundle provides map " + map + " now"));
        return holdOnce(access.openShared(map, from, wanted)).typed(key, value);
    }

    @Override
    public BpfLink attachTcx(
            BpfProgram program,
            int ifindex,
            Direction direction,
            Order order,
            Optional<String> pin) {
        LoadedProgram loaded = LoadedProgram.of(program);
        return holdLink(
                kernel.attacher().tc(loaded, ifindex, direction, order, access.folder(), pin));
    }

    @Override
    public BpfLink attachXdp(BpfProgram program, int ifindex, Optional<String> pin) {
        LoadedProgram loaded = LoadedProgram.of(program);
        return holdLink(kernel.attacher().xdp(loaded, ifindex, access.folder(), pin));
    }

    @Override
    public BpfLink attachCgroup(
            BpfProgram program, Path cgroup, CgroupAttach type, Optional<String> pin) {
        LoadedProgram loaded = LoadedProgram.of(program);
        return holdLink(kernel.attacher().cgroup(loaded, cgroup, type, access.folder(), pin));
    }

    private BpfLink holdLink(BpfLink link) {
        return hold(new OwnedLink(link));
    }

    @Override
    public Optional<BpfLink> adopt(String pin) {
        return kernel.attacher().find(access.folder(), pin).map(this::holdLink);
    }

    @Override
    public List<String> pinnedLinks() {
        return Attacher.names(access.folder());
    }

    @Override
    public Features features() {
        return kernel.features();
    }

    @Override
    public RingReader openRing(BpfMap<?, ?> map) {
        if (!(map instanceof TypedMap<?, ?> typed) || typed.info().type() != MapType.RINGBUF) {
            throw new IllegalArgumentException(map.info().name() + " is no ring buffer");
        }
        MapRef ref = typed.ref().share(typed.ref().access(), owner.label());
        try {
            Fd fd = ref.writable().fd();
            int number = fd.acquire();
            try {
                int capacity = typed.info().maxEntries();
                return hold(MappedRing.open(number, capacity, ref.map().toString(), ref::close));
            } finally {
                fd.release();
            }
        } catch (RuntimeException e) {
            ref.close();
            throw e;
        }
    }

    @Override
    public ChainLease lease(String chain) {
        return hold(node.leases().take(chain));
    }

    @Override
    public <K, V, L, W> DualWriteWindow migrate(
            MapMigration<K, V, L, W> migration, Runnable switchOver) {
        return hold(Migration.run(migration, switchOver));
    }

    /** Ends everything this bundle holds; what it declared to survive stays pinned. */
    @Override
    public void close() {
        List<AutoCloseable> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(held);
            held.clear();
        }
        Collections.reverse(all);
        all.forEach(OwnedLoader::closeQuietly);
        node.holders().removeAllOf(this);
        node.ended(this);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            LOG.warn("release of {} failed: {}", resource, e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
