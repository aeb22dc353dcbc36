package org.vibrissa.hubble.internal.export;

/** Settings of exporters. */
public @interface ExportSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.hubble.export";

    /** Path of the file that names exporters; empty = hubble-export.yaml in the config folder. */
    String export_config() default "";
}
