package org.vibrissa.bpf.internal.own;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.map.MapRef;

/** A loaded object: the holds on its programs and maps. */
final class OwnedObject implements BpfObject {
    /** Makes private copies of an object. */
    interface Shadows {
        BpfObject shadow(Map<String, BpfMap<?, ?>> replacements, int maxEntries);
    }

    private final BpfObjectSpec spec;
    private final Supplier<String> digest;
    private final Map<String, LoadedProgram> programs;
    private final Map<String, MapRef> maps;
    private final Shadows shadows;
    private volatile boolean ended;

    OwnedObject(
            BpfObjectSpec spec,
            Supplier<String> digest,
            Map<String, LoadedProgram> programs,
            Map<String, MapRef> maps,
            Shadows shadows) {
        this.spec = spec;
        this.digest = digest;
        this.programs = new LinkedHashMap<>(programs);
        this.maps = Map.copyOf(maps);
        this.shadows = shadows;
    }

    @Override
    public BpfObjectSpec spec() {
        return spec;
    }

    @Override
    public String digest() {
        return digest.get();
    }

    Collection<LoadedProgram> programs() {
        return programs.values();
    }

    @Override
    public List<String> programNames() {
        return List.copyOf(programs.keySet());
    }

    @Override
    public BpfProgram program(String name) {
        LoadedProgram program = programs.get(name);
        if (program == null) {
            throw new BpfException(
                    spec.entry()
                            + " has no loaded program '"
                            + name
                            + "'; loaded are "
                            + programs.keySet());
        }
        return program;
    }

    @Override
    public <K, V> BpfMap<K, V> map(String name, Codec<K> key, Codec<V> value) {
        MapRef ref = maps.get(name);
        if (ref == null) {
            throw new BpfException(
                    spec.entry() + " has no map '" + name + "'; it has " + maps.keySet());
        }
        return ref.typed(key, value);
    }

    @Override
    public BpfObject shadow(Map<String, BpfMap<?, ?>> replacements, int maxEntries) {
        return shadows.shadow(replacements, maxEntries);
    }

    /** Whether it was closed. */
    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        ended = true;
        programs.values().forEach(LoadedProgram::close);
        maps.values().forEach(MapRef::close);
    }
}
