package org.vibrissa.mode.internal.run;

/** Told what a change does, as it does it. Must not block. */
@FunctionalInterface
public interface Progress {
    void line(String phase, String text);
}
