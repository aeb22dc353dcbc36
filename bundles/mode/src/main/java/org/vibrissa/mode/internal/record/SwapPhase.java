package org.vibrissa.mode.internal.record;

import java.util.Locale;

/** How far one host is with one change of a mode. */
public enum SwapPhase {
    /** It receives both modes and sends by the old one. */
    PREPARED,
    /** It sends by the new mode, and goes back unless that is confirmed in time. */
    COMMITTED,
    /** The new mode stays; the old one is still received. */
    CONFIRMED,
    /** The old mode is in force again; the new one is still received. */
    UNDONE,
    /** The new mode is the only one. */
    DONE,
    /** The old mode is the only one. */
    WITHDRAWN;

    /** Whether nothing is left to be done. */
    public boolean over() {
        return this == DONE || this == WITHDRAWN;
    }

    /** Whether the new mode was decided for. */
    public boolean forward() {
        return this == CONFIRMED || this == DONE;
    }

    /** Whether the old mode was decided for. */
    public boolean backward() {
        return this == UNDONE || this == WITHDRAWN;
    }

    /** As written in resources and calls. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The phase of a word. */
    public static SwapPhase of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
