package org.vibrissa.bpf.internal.btf;

import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.Layout;

/**
 * A map as section {@code .maps} declares it.
 *
 * @param name the variable's name
 * @param attributes what {@code __uint} and {@code __ulong} say ({@code type}, {@code max_entries},
 *     {@code map_flags}, {@code key_size}, {@code value_size}, {@code pinning}, …)
 * @param key the type {@code __type(key, …)} names
 * @param value the type {@code __type(value, …)} names
 */
public record MapDefinition(
        String name, Map<String, Long> attributes, Optional<CType> key, Optional<CType> value) {
    public MapDefinition {
        attributes = Map.copyOf(attributes);
    }

    /** An attribute, 0 when it is not declared. */
    public int attribute(String attribute) {
        return Math.toIntExact(attributes.getOrDefault(attribute, 0L));
    }

    /** The kernel's number of the map type. */
    public int type() {
        return attribute("type");
    }

    /** Capacity, 0 when not declared. */
    public int maxEntries() {
        return attribute("max_entries");
    }

    /** Flags for the creation of the map. */
    public int flags() {
        return attribute("map_flags");
    }

    /** Bytes of a key, 0 when the map has none. */
    public int keySize() {
        return key.map(CType::size).orElseGet(() -> attribute("key_size"));
    }

    /** Bytes of a value, 0 when the map has none. */
    public int valueSize() {
        return value.map(CType::size).orElseGet(() -> attribute("value_size"));
    }

    /** Layout of the key when its type is known. */
    public Optional<Layout> keyLayout() {
        return key.map(Layouts::of);
    }

    /** Layout of the value when its type is known. */
    public Optional<Layout> valueLayout() {
        return value.map(Layouts::of);
    }
}
