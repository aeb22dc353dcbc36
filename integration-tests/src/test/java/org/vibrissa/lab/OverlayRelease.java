package org.vibrissa.lab;

import java.nio.file.Path;

/** Releases of the overlay bundle that lay out its maps otherwise, made by the build. */
public enum OverlayRelease {
    /** Peers and counters in layout 2, converted from layout 1. */
    LATER("0.2.0", 2),
    /** Peers and counters in layout 1, converted from layout 2. */
    BACK("0.2.1", 1);

    private final String version;
    private final int layout;

    OverlayRelease(String version, int layout) {
        this.version = version;
        this.layout = layout;
    }

    public String version() {
        return version;
    }

    /** Of the maps that differ. */
    public int layout() {
        return layout;
    }

    public Path jar() {
        String name = "overlay-" + name().toLowerCase(java.util.Locale.ROOT) + ".jar";
        return Place.built("integration-tests/overlay-layouts/target/" + name);
    }
}
