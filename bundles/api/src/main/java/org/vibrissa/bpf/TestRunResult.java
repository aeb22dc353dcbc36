package org.vibrissa.bpf;

/** Outcome of a test run. Immutable. */
public final class TestRunResult {
    private final int retval;
    private final byte[] data;
    private final SkbContext context;
    private final int nanosPerRun;

    /**
     * The outcome with all its parts.
     *
     * @param retval what the program returned in its last run
     * @param data the packet after the last run
     * @param context the {@code __sk_buff} fields after the last run; all zero for XDP
     * @param nanosPerRun mean time of one run, nanoseconds
     */
    public TestRunResult(int retval, byte[] data, SkbContext context, int nanosPerRun) {
        this.retval = retval;
        this.data = data.clone();
        this.context = context;
        this.nanosPerRun = nanosPerRun;
    }

    /** What the program returned in its last run, such as {@code TC_ACT_OK} = 0. */
    public int retval() {
        return retval;
    }

    /** A copy of the packet after the last run. */
    public byte[] data() {
        return data.clone();
    }

    /** The {@code __sk_buff} fields after the last run; all zero for XDP programs. */
    public SkbContext context() {
        return context;
    }

    /** Mean time of one run, nanoseconds. */
    public int nanosPerRun() {
        return nanosPerRun;
    }
}
