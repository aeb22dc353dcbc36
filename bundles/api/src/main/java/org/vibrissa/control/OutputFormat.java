package org.vibrissa.control;

import java.util.Locale;

/** How a command prints. */
public enum OutputFormat {
    TABLE,
    JSON,
    YAML;

    /** As typed after {@code -o}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
