package org.vibrissa.bpf.internal.probe;

/** The few instructions that probes are made of; 8 bytes each, little endian fields. */
final class Instructions {
    private Instructions() {}

    private static long insn(int code, int dst, int src, int offset, int immediate) {
        return (code & 0xffL)
                | (dst & 0xfL) << 8
                | (src & 0xfL) << 12
                | (offset & 0xffffL) << 16
                | (immediate & 0xffff_ffffL) << 32;
    }

    /** {@code dst = immediate}. */
    static long move(int dst, int immediate) {
        return insn(0xb7, dst, 0, 0, immediate);
    }

    /** {@code call helper}. */
    static long call(int helper) {
        return insn(0x85, 0, 0, 0, helper);
    }

    /** {@code return r0}. */
    static long exit() {
        return insn(0x95, 0, 0, 0, 0);
    }

    /** Calls a helper with numbers for r2 and up; r1 stays the context. */
    static long[] callWith(int helper, int... arguments) {
        long[] program = new long[arguments.length + 2];
        for (int i = 0; i < arguments.length; i++) {
            program[i] = move(2 + i, arguments[i]);
        }
        program[arguments.length] = call(helper);
        program[arguments.length + 1] = exit();
        return program;
    }
}
