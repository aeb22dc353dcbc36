package org.vibrissa.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to load and how. Immutable; each method returns a changed copy.
 *
 * @param entry path of the ELF file in the calling bundle, such as {@code bpf/core.bpf.o}
 * @param programs the programs to load; empty = all
 * @param rodata the bytes of section {@code .rodata}; empty = as compiled
 * @param constants single constants by name, written over {@code rodata}
 * @param maps maps to use in place of the object's own, by name
 * @param maxEntries capacities by map name
 * @param schemas layout versions by map name; when not given that of the manifest, else 1
 * @param survivors maps and programs that stay pinned when the bundle stops or the daemon dies
 */
public record ObjectRequest(
        String entry,
        Set<String> programs,
        Optional<ByteBuffer> rodata,
        Map<String, ByteBuffer> constants,
        Map<String, BpfMap<?, ?>> maps,
        Map<String, Integer> maxEntries,
        Map<String, Integer> schemas,
        Set<String> survivors) {
    public ObjectRequest {
        programs = Set.copyOf(programs);
        constants = Map.copyOf(constants);
        maps = Map.copyOf(maps);
        maxEntries = Map.copyOf(maxEntries);
        schemas = Map.copyOf(schemas);
        survivors = Set.copyOf(survivors);
    }

    /** Loads the whole object; nothing survives the bundle. */
    public static ObjectRequest of(String entry) {
        return new ObjectRequest(
                entry,
                Set.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of());
    }

    /** Loads only these programs. */
    public ObjectRequest onlyPrograms(String... names) {
        return new ObjectRequest(
                entry, Set.of(names), rodata, constants, maps, maxEntries, schemas, survivors);
    }

    /** Sets all constants of {@code .rodata} at once; the codec's layout is checked against BTF. */
    public <T> ObjectRequest rodata(Codec<T> codec, T value) {
        ByteBuffer bytes = ByteBuffer.allocate(codec.size()).order(ByteOrder.nativeOrder());
        codec.write(value, bytes, 0);
        return new ObjectRequest(
                entry,
                programs,
                Optional.of(bytes.asReadOnlyBuffer()),
                constants,
                maps,
                maxEntries,
                schemas,
                survivors);
    }

    /** Sets one constant ({@code const volatile} in C) to these bytes, in native order. */
    public ObjectRequest constant(String name, byte[] value) {
        return new ObjectRequest(
                entry,
                programs,
                rodata,
                with(constants, name, ByteBuffer.wrap(value.clone()).asReadOnlyBuffer()),
                maps,
                maxEntries,
                schemas,
                survivors);
    }

    /** Sets one 32-bit constant. */
    public ObjectRequest constant(String name, int value) {
        return constant(
                name, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /** Uses a live map in place of the object's own; layouts are compared. */
    public ObjectRequest map(String name, BpfMap<?, ?> map) {
        return new ObjectRequest(
                entry,
                programs,
                rodata,
                constants,
                with(maps, name, map),
                maxEntries,
                schemas,
                survivors);
    }

    /** Sets a map's capacity. A pinned map of another capacity is kept as it is. */
    public ObjectRequest maxEntries(String name, int entries) {
        return new ObjectRequest(
                entry,
                programs,
                rodata,
                constants,
                maps,
                with(maxEntries, name, entries),
                schemas,
                survivors);
    }

    /** States the version of a map's layout; its pin carries it. */
    public ObjectRequest schema(String name, int version) {
        return new ObjectRequest(
                entry,
                programs,
                rodata,
                constants,
                maps,
                maxEntries,
                with(schemas, name, version),
                survivors);
    }

    /** Pins these maps and programs so that they outlive the bundle's stop and the daemon. */
    public ObjectRequest survive(String... names) {
        Set<String> all = new HashSet<>(survivors);
        all.addAll(List.of(names));
        return new ObjectRequest(
                entry, programs, rodata, constants, maps, maxEntries, schemas, all);
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        Map<String, T> copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
