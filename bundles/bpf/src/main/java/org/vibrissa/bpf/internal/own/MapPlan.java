package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.internal.map.KernelMap;
import org.vibrissa.bpf.internal.map.MapRef;
import org.vibrissa.bpf.internal.map.TypedMap;

/** Which maps of an object are taken over, and where new ones are to be pinned. */
final class MapPlan implements AutoCloseable {
    private final Map<String, MapRef> reused = new HashMap<>();
    private final Map<String, Path> toPin = new HashMap<>();

    private MapPlan() {}

    /** Maps to use in place of the object's own. */
    Map<String, MapRef> reused() {
        return reused;
    }

    /** Where to pin maps that are going to be made. */
    Map<String, Path> toPin() {
        return toPin;
    }

    /** The maps as libbpf needs them. */
    Map<String, KernelMap> kernelMaps() {
        Map<String, KernelMap> maps = new HashMap<>();
        reused.forEach((name, ref) -> maps.put(name, ref.map()));
        return maps;
    }

    /** Decides for each map of an object. */
    static MapPlan make(List<MapSpec> specs, ObjectRequest request, MapAccess access) {
        MapPlan plan = new MapPlan();
        access.requireGrants(
                specs.stream()
                        .map(MapSpec::name)
                        .filter(map -> !request.maps().containsKey(map))
                        .toList());
        try {
            for (MapSpec spec : specs) {
                plan.add(spec, request, access);
            }
            return plan;
        } catch (RuntimeException e) {
            plan.close();
            throw e;
        }
    }

    /** A plan that takes over these maps and makes all others fresh and private. */
    static MapPlan replacing(
            List<MapSpec> specs,
            Map<String, BpfMap<?, ?>> replacements,
            String entry,
            String user) {
        MapPlan plan = new MapPlan();
        try {
            for (MapSpec spec : specs) {
                if (replacements.containsKey(spec.name())) {
                    plan.reuse(spec, share(replacements.get(spec.name()), user), entry);
                }
            }
            return plan;
        } catch (RuntimeException e) {
            plan.close();
            throw e;
        }
    }

    /** A plan that uses the shared maps of other bundles and makes all others fresh and private. */
    static MapPlan rehearsing(List<MapSpec> specs, String entry, MapAccess access) {
        MapPlan plan = new MapPlan();
        try {
            for (MapSpec spec : specs) {
                Optional<Sharing.Provided> other = access.otherProvider(spec.name());
                if (other.isPresent()) {
                    plan.reuse(spec, access.openShared(spec.name(), other.get()), entry);
                }
            }
            return plan;
        } catch (RuntimeException e) {
            plan.close();
            throw e;
        }
    }

    private void add(MapSpec spec, ObjectRequest request, MapAccess access) {
        String name = spec.name();
        if (request.maps().containsKey(name)) {
            reuse(spec, share(request.maps().get(name), access.user()), request.entry());
            return;
        }
        Optional<Sharing.Provided> other = access.otherProvider(name);
        if (other.isPresent()) {
            reuse(spec, access.openShared(name, other.get()), request.entry());
            return;
        }
        boolean survives = request.survivors().contains(name);
        if (access.provider(name).isPresent() || survives) {
            int schema = request.schemas().getOrDefault(name, access.schemaOf(name));
            Path pin = access.pinPath(name, schema);
            Optional<MapRef> pinned = access.open(pin, name, schema);
            if (pinned.isPresent()) {
                reuse(spec, pinned.get(), request.entry());
            } else {
                access.converters().require(name, schema);
                toPin.put(name, pin);
            }
        }
    }

    private static MapRef share(BpfMap<?, ?> map, String user) {
        if (map instanceof TypedMap<?, ?> typed) {
            return typed.ref().share(typed.ref().access(), user);
        }
        throw new IllegalArgumentException(
                "map " + map.info().name() + " does not come from this loader");
    }

    private void reuse(MapSpec spec, MapRef ref, String entry) {
        reused.put(spec.name(), ref);
        MapShape.require(spec, ref.map(), entry);
    }

    @Override
    public void close() {
        reused.values().forEach(MapRef::close);
        reused.clear();
    }

    /** Refuses names that the object does not have. */
    static void requireNames(
            String entry, String kind, Iterable<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new BpfException(
                        entry + " has no " + kind + " '" + name + "'; it has " + known);
            }
        }
    }
}
