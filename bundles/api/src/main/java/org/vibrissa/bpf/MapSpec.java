package org.vibrissa.bpf;

import java.util.Optional;

/**
 * A map as an object file declares it.
 *
 * @param name its name in C
 * @param type its kind
 * @param keySize bytes of a key
 * @param valueSize bytes of a value
 * @param maxEntries capacity, 0 when the loader is to choose
 * @param flags map flags
 * @param key layout of the key when BTF tells it
 * @param value layout of the value when BTF tells it
 */
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        Optional<Layout> key,
        Optional<Layout> value) {}
