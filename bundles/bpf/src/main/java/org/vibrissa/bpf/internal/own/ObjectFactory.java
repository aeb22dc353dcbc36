package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.ProgramSpec;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.load.ObjectLoader;
import org.vibrissa.bpf.internal.load.ObjectReader;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.map.MapName;
import org.vibrissa.bpf.internal.map.MapRef;

/** Loads objects for one bundle: all or nothing. */
final class ObjectFactory {
    /** Whole pages, whatever size the machine's are. */
    private static final int SMALL_RING = 1 << 16;

    private static final int REHEARSED_ENTRIES = 256;

    private final KernelAccess kernel;
    private final MapAccess access;
    private final BiConsumer<Path, Boolean> onPin;
    private final Consumer<OwnedObject> onLoad;

    /**
     * A factory.
     *
     * @param onPin told of each own pin made or taken over and whether it survives the bundle
     * @param onLoad told of each object
     */
    ObjectFactory(
            KernelAccess kernel,
            MapAccess access,
            BiConsumer<Path, Boolean> onPin,
            Consumer<OwnedObject> onLoad) {
        this.kernel = kernel;
        this.access = access;
        this.onPin = onPin;
        this.onLoad = onLoad;
    }

    OwnedObject load(ObjectReader.Parsed parsed, byte[] file, ObjectRequest request) {
        check(parsed.spec(), request);
        // One load at a time on this node: two bundles must not both make a map that they share.
        synchronized (kernel) {
            MapPlan plan = MapPlan.make(parsed.spec().maps(), request, access);
            return load(parsed, file, request, plan, request.maxEntries());
        }
    }

    /** What can be told without the kernel: grants first, then layouts that are in use. */
    void checkBeforeLoad(List<BpfObjectSpec> objects) {
        access.requireGrants(
                objects.stream()
                        .flatMap(object -> object.maps().stream())
                        .map(MapSpec::name)
                        .distinct()
                        .toList());
        for (BpfObjectSpec object : objects) {
            object.maps().stream()
                    .filter(map -> access.otherProvider(map.name()).isEmpty())
                    .forEach(map -> access.converters().rehearse(map, object.entry()));
        }
    }

    /** Loads everything of an object over the shared maps in use and small private ones. */
    OwnedObject rehearse(ObjectReader.Parsed parsed, byte[] file) {
        String entry = parsed.spec().entry();
        List<MapSpec> specs = parsed.spec().maps();
        synchronized (kernel) {
            MapPlan plan = MapPlan.rehearsing(specs, entry, access);
            ObjectRequest all = ObjectRequest.of(entry);
            return load(parsed, file, all, plan, bounded(specs, Map.of(), REHEARSED_ENTRIES));
        }
    }

    private OwnedObject load(
            ObjectReader.Parsed parsed,
            byte[] file,
            ObjectRequest request,
            MapPlan plan,
            Map<String, Integer> maxEntries) {
        Unfinished work = new Unfinished(plan);
        try {
            Map<String, Integer> capacities = new HashMap<>(maxEntries);
            capacities.keySet().removeAll(plan.reused().keySet());
            ObjectLoader.Result result =
                    kernel.objects().load(parsed, file, request, plan.kernelMaps(), capacities);
            work.take(parsed.spec(), request, result);
            work.pin(request);
            OwnedObject object =
                    new OwnedObject(
                            parsed.spec(),
                            () -> Digest.of(file, request),
                            work.programs,
                            work.maps,
                            (replacements, most) ->
                                    shadow(parsed, file, request, replacements, most));
            onLoad.accept(object);
            work.pins.forEach(p -> onPin.accept(p, work.survivors.contains(p)));
            return object;
        } catch (RuntimeException e) {
            work.undo();
            throw e;
        }
    }

    private BpfObject shadow(
            ObjectReader.Parsed parsed,
            byte[] file,
            ObjectRequest request,
            Map<String, BpfMap<?, ?>> replacements,
            int most) {
        List<MapSpec> specs = parsed.spec().maps();
        String entry = request.entry();
        MapPlan.requireNames(
                entry, "map", replacements.keySet(), specs.stream().map(MapSpec::name).toList());
        Map<String, Integer> capacities = bounded(specs, request.maxEntries(), most);
        ObjectRequest unpinned =
                new ObjectRequest(
                        entry,
                        request.programs(),
                        request.rodata(),
                        request.constants(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Set.of());
        MapPlan plan = MapPlan.replacing(specs, replacements, entry, access.user() + " (shadow)");
        return load(parsed, file, unpinned, plan, capacities);
    }

    private static Map<String, Integer> bounded(
            List<MapSpec> specs, Map<String, Integer> wanted, int most) {
        Map<String, Integer> capacities = new HashMap<>(wanted);
        for (MapSpec spec : specs) {
            int declared = capacities.getOrDefault(spec.name(), spec.maxEntries());
            if (most > 0 && declared > most && sizedByEntries(spec.type())) {
                capacities.put(spec.name(), most);
            } else if (most > 0 && spec.type() == MapType.RINGBUF && declared > SMALL_RING) {
                capacities.put(spec.name(), SMALL_RING);
            }
        }
        return capacities;
    }

    private static boolean sizedByEntries(MapType type) {
        return switch (type) {
            case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, LPM_TRIE -> true;
            default -> false;
        };
    }

    private static void check(BpfObjectSpec spec, ObjectRequest request) {
        List<String> programs = spec.programs().stream().map(ProgramSpec::name).toList();
        List<String> maps = spec.maps().stream().map(MapSpec::name).toList();
        List<String> both = new ArrayList<>(programs);
        both.addAll(maps);
        String entry = request.entry();
        MapPlan.requireNames(entry, "program", request.programs(), programs);
        MapPlan.requireNames(entry, "map", request.maps().keySet(), maps);
        MapPlan.requireNames(entry, "map", request.maxEntries().keySet(), maps);
        MapPlan.requireNames(entry, "map", request.schemas().keySet(), maps);
        MapPlan.requireNames(entry, "program or map", request.survivors(), both);
    }

    /** What a load has made so far. */
    private final class Unfinished {
        private final MapPlan plan;
        private final Map<String, LoadedProgram> programs = new LinkedHashMap<>();
        private final Map<String, MapRef> maps = new HashMap<>();
        private final List<Path> pins = new ArrayList<>();
        private final List<Path> fresh = new ArrayList<>();
        private final List<Path> survivors = new ArrayList<>();

        Unfinished(MapPlan plan) {
            this.plan = plan;
            maps.putAll(plan.reused());
        }

        void take(BpfObjectSpec spec, ObjectRequest request, ObjectLoader.Result result) {
            result.programs().forEach((name, fd) -> takeProgram(spec, name, fd));
            result.maps()
                    .forEach(
                            (name, fd) -> {
                                if (plan.reused().containsKey(name)) {
                                    Bpf.close(fd);
                                } else {
                                    takeMap(name, fd, request);
                                }
                            });
        }

        private void takeProgram(BpfObjectSpec spec, String name, Fd fd) {
            String section = spec.program(name).map(ProgramSpec::section).orElse("");
            programs.put(name, new LoadedProgram(kernel.bpf(), fd, name, section));
        }

        private void takeMap(String name, int fd, ObjectRequest request) {
            int schema = request.schemas().getOrDefault(name, access.schemaOf(name));
            MapName known = new MapName(name, schema, Optional.empty());
            maps.put(name, kernel.maps().open(fd, known, Access.WRITE, access.user()));
        }

        void pin(ObjectRequest request) {
            plan.toPin()
                    .forEach(
                            (name, path) -> {
                                MapRef ref = maps.get(name);
                                pin(ref.map().fd(), path, request.survivors().contains(name));
                                fresh.add(path);
                                ref.map().pinned(Optional.of(path.toString()));
                            });
            for (String name : request.survivors()) {
                if (programs.containsKey(name)) {
                    Path path = access.folder().resolve(PinFolder.program(name));
                    pin(programs.get(name).fd(), path, true);
                }
            }
            plan.reused().forEach((name, ref) -> adopt(name, ref, request));
        }

        private void adopt(String name, MapRef ref, ObjectRequest request) {
            boolean survives = request.survivors().contains(name);
            boolean own = access.provider(name).map(access::owns).orElse(survives);
            if (own && !request.maps().containsKey(name)) {
                ref.map().info().pin().map(Path::of).ifPresent(p -> record(p, survives));
            }
        }

        private void record(Path pin, boolean survives) {
            pins.add(pin);
            if (survives) {
                survivors.add(pin);
            }
        }

        private void pin(Fd fd, Path path, boolean survives) {
            int number = fd.acquire();
            try {
                kernel.pins().pin(number, path);
            } finally {
                fd.release();
            }
            record(path, survives);
        }

        void undo() {
            fresh.forEach(PinFolder::remove);
            programs.values().forEach(LoadedProgram::close);
            maps.values().forEach(MapRef::close);
        }
    }
}
