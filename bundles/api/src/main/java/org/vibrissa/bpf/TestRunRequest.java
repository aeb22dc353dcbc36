package org.vibrissa.bpf;

import java.util.Optional;

/** Input of a test run. Immutable; each method returns a changed copy. */
public final class TestRunRequest {
    private final byte[] data;
    private final Optional<SkbContext> context;
    private final int repeat;

    private TestRunRequest(byte[] data, Optional<SkbContext> context, int repeat) {
        this.data = data;
        this.context = context;
        this.repeat = repeat;
    }

    /**
     * One run with an empty context.
     *
     * @param data the packet from its Ethernet header on, at least 14 bytes
     */
    public static TestRunRequest of(byte[] data) {
        return new TestRunRequest(data.clone(), Optional.of(SkbContext.EMPTY), 1);
    }

    /** A copy with these {@code __sk_buff} fields. */
    public TestRunRequest with(SkbContext newContext) {
        return new TestRunRequest(data, Optional.of(newContext), repeat);
    }

    /** A copy without {@code __sk_buff} fields, as XDP programs need. */
    public TestRunRequest withoutContext() {
        return new TestRunRequest(data, Optional.empty(), repeat);
    }

    /** A copy that runs {@code times} times, 1 or more; the packet is not restored in between. */
    public TestRunRequest repeated(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more, got " + times);
        }
        return new TestRunRequest(data, context, times);
    }

    /** A copy of the packet. */
    public byte[] data() {
        return data.clone();
    }

    /** The {@code __sk_buff} fields to set; empty for XDP programs. */
    public Optional<SkbContext> context() {
        return context;
    }

    /** How often to run. */
    public int repeat() {
        return repeat;
    }
}
