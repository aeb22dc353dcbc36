package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * What libbpf prints. It is silent, except while {@link #capture} runs: a load that failed is tried
 * again under it, so that loads which succeed never call back into Java.
 */
public final class LibBpfLog {
    private static final int LINE = 1024;
    private static final int MOST_LINES = 40;
    private static final int WARN = 0;

    private final List<String> lines = new ArrayList<>();
    private final Memory line = new Memory(LINE);

    /** Held for good: another thread may be inside it when printing is turned off. */
    private final LibBpf.Print print = this::print;

    /** Makes libbpf silent. */
    public LibBpfLog() {
        LibBpf.libbpf_set_print(null);
    }

    /** Runs an action and returns the warnings libbpf printed meanwhile. */
    public synchronized List<String> capture(Runnable action) {
        synchronized (lines) {
            lines.clear();
        }
        LibBpf.libbpf_set_print(print);
        try {
            action.run();
        } finally {
            LibBpf.libbpf_set_print(null);
        }
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private int print(int level, Pointer format, Pointer arguments) {
        synchronized (lines) {
            if (level == WARN && lines.size() < MOST_LINES) {
                LibC.vsnprintf(line, LINE, format, arguments);
                lines.add(line.getString(0).strip());
            }
            return 0;
        }
    }
}
