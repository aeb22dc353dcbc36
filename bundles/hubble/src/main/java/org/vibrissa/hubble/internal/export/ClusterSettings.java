package org.vibrissa.hubble.internal.export;

/** What exporters need of the server's settings. */
public @interface ClusterSettings {
    /** The server's component configuration. */
    String PID = "org.vibrissa.hubble";

    /** Of flows. */
    String cluster_name() default "default";
}
