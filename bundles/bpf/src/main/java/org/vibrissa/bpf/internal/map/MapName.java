package org.vibrissa.bpf.internal.map;

import java.util.Optional;

/**
 * What the loader knows of a map beyond the kernel.
 *
 * @param name its full name in C
 * @param schema version of its layout
 * @param pin path of its pin
 */
public record MapName(String name, int schema, Optional<String> pin) {}
