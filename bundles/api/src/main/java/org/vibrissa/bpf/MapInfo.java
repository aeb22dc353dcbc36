package org.vibrissa.bpf;

import java.util.Optional;

/**
 * A live map, as the kernel and the loader describe it.
 *
 * @param name its full name in C (the kernel itself keeps 15 characters)
 * @param id the kernel's id
 * @param type its kind
 * @param keySize bytes of a key, 0 for ring buffers
 * @param valueSize bytes of one value, of one CPU for per-CPU maps
 * @param maxEntries capacity
 * @param flags the kernel's map flags
 * @param schema the version of its layout, from 1
 * @param pin its path in bpffs when pinned
 */
public record MapInfo(
        String name,
        int id,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        int schema,
        Optional<String> pin) {}
