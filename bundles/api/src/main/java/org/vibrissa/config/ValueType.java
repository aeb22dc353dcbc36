package org.vibrissa.config;

/** How a key's text is read, and the Java type which the component receives. */
public enum ValueType {
    /** Text; {@link String}. */
    STRING,
    /** A whole number; {@link Long}. */
    INT,
    /** {@code true} or {@code false}; {@link Boolean}. */
    BOOL,
    /** A number with a unit ns, us, ms, s, m, h or d; {@link Long} nanoseconds. */
    DURATION,
    /** A number with an optional unit K, M, G, KiB, MiB, GiB (all 1024-based); {@link Long}. */
    BYTES,
    /** A list of texts; {@code String[]}. */
    LIST,
    /** One of the declared texts; {@link String}. */
    ENUM
}
