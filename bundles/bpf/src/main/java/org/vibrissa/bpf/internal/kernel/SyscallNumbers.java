package org.vibrissa.bpf.internal.kernel;

import org.vibrissa.bpf.NotSupportedException;

/** Numbers of system calls by machine. */
final class SyscallNumbers {
    private SyscallNumbers() {}

    static long bpf() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "amd64", "x86_64" -> 321;
            case "aarch64", "riscv64" -> 280;
            default ->
                    throw new NotSupportedException(
                            "arch", "no bpf(2) number is known for machine " + arch);
        };
    }
}
